// SPDX-License-Identifier: MIT
// Each recording is played to its end, and its markers come as they stand in it.
// usage: node player.mjs MODULES FILE.cast...
import fs from 'fs';
import path from 'path';
import {files, folder, open, wrongs} from './browser.mjs';

const bundle = path.join(folder, 'node_modules/asciinema-player/dist/bundle');
const script = fs.readFileSync(path.join(bundle, 'asciinema-player.min.js'), 'utf8');
const style = fs.readFileSync(path.join(bundle, 'asciinema-player.css'), 'utf8');
const speed = 40;

// In the page: resolves when the player is at the end.
function play(cast, speed) {
    return new Promise((done, fail) => {
        const markers = [];
        const player = AsciinemaPlayer.create({data: cast}, document.getElementById('player'), {speed});
        player.addEventListener('marker', marker => markers.push(marker.label));
        player.addEventListener('ended', async () => done({
            markers, seconds: await player.getDuration(),
            bar: document.querySelectorAll('.ap-marker').length,
            text: document.querySelector('.ap-term').textContent,
        }));
        player.play();
        setTimeout(() => fail(new Error('it does not end')), 60000);
    });
}

// One at the very beginning is behind the player when it begins.
function expected(cast) {
    const events = cast.trim().split('\n').slice(1).map(line => JSON.parse(line));
    const markers = events.filter(event => event[1] === 'm');
    return {all: markers.length, later: markers.filter(event => event[0] > 0).map(event => event[2])};
}

const browser = await open();
let failed = 0;
for (const file of files) {
    const cast = fs.readFileSync(file, 'utf8'), want = expected(cast);
    const page = await browser.newPage(), wrong = wrongs(page);
    await page.setContent(`<style>${style}</style><div id="player"></div>`);
    await page.addScriptTag({content: script});
    const got = await page.evaluate(play, cast, speed);
    const good = JSON.stringify(got.markers) === JSON.stringify(want.later) && got.bar === want.all && !wrong.length;
    console.log(`${good ? 'ok' : 'WRONG'}  ${file}: played to ${got.seconds.toFixed(1)} s, ` +
        `${got.bar} of ${want.all} markers in the bar, ${got.markers.length} of ${want.later.length} passed ${wrong.join(' ')}`);
    failed += !good;
    await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
