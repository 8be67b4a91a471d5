// SPDX-License-Identifier: MIT
// Exports as those read them for whom they are made: speedscope has a profile for each track, Mermaid draws each task
// of a Gantt chart and each participant of a sequence diagram.
// usage: node exports.mjs MODULES FILE.trace.json FILE.gantt.mmd FILE.sequence.mmd...
import fs from 'fs';
import path from 'path';
import {files, folder, open, wrongs} from './browser.mjs';

const mermaid = fs.readFileSync(path.join(folder, 'node_modules/mermaid/dist/mermaid.min.js'), 'utf8');
const speedscope = path.join(folder, 'node_modules/speedscope/dist/release/index.html');

// As speedscope's own command line hands it a file.
async function profiles(page, file, text) {
    const loads = path.join(folder, 'profile.js'), name = path.basename(file);
    const bytes = Buffer.from(text).toString('base64');
    fs.writeFileSync(loads, `speedscope.loadFileFromBase64(${JSON.stringify(name)}, "${bytes}")`);
    await page.goto(`file://${speedscope}#localProfilePath=${loads}`);
    await page.waitForFunction(name => document.title.startsWith(name), {timeout: 30000}, name);
    const shown = await page.evaluate(() => document.body.innerText);
    return Number((shown.match(/\(1\/(\d+)\)/) || [0, 1])[1]);
}

// Tracks on which something lasts.
function tracks(text) {
    const slices = JSON.parse(text).traceEvents.filter(event => 'BX'.includes(event.ph));
    return new Set(slices.map(event => event.pid + ' ' + event.tid)).size;
}

async function drawn(page, file, text) {
    await page.goto('about:blank');
    await page.addScriptTag({content: mermaid});
    return page.evaluate(async (text, what) => {
        mermaid.initialize({startOnLoad: false, maxTextSize: 60000});
        const {svg} = await mermaid.render('drawn', text);
        document.body.innerHTML = svg;
        return document.querySelectorAll(what).length;
    }, text, file.endsWith('.gantt.mmd') ? 'rect.task' : 'line.actor-line, line[id^=actor]');
}

// Of a Gantt chart its tasks, of a sequence diagram its participants.
function lines(file, text) {
    const is = file.endsWith('.gantt.mmd') ? /^ +.+ :.*\d+, \d+$/ : /^ +participant /;
    return text.split('\n').filter(line => is.test(line)).length;
}

const browser = await open();
let failed = 0;
for (const file of files) {
    const text = fs.readFileSync(file, 'utf8'), chrome = file.endsWith('.trace.json');
    const page = await browser.newPage(), wrong = wrongs(page);
    const want = chrome ? tracks(text) : lines(file, text);
    const got = await (chrome ? profiles : drawn)(page, file, text).catch(error => String(error));
    const good = got === want && want > 0 && !wrong.length;
    const who = chrome ? 'speedscope' : 'mermaid';
    console.log(`${good ? 'ok' : 'WRONG'}  ${file}: ${who} has ${got} of ${want} ${wrong.join(' ')}`);
    failed += !good;
    await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
