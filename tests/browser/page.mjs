// SPDX-License-Identifier: MIT
// Each page is stepped through by keyboard and mouse, and played.
// usage: node page.mjs MODULES FILE.html...
import path from 'path';
import {files, open, wrongs} from './browser.mjs';

const browser = await open();
let failed = 0;

function check(what, good) {
    console.log(`${good ? 'ok' : 'WRONG'}  ${what}`);
    failed += !good;
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const pause = seconds => new Promise(done => setTimeout(done, 1000 * seconds));

// What is told, before a key and each time behind it.
async function press(page, key, times) {
    const told = () => page.$eval('#told', element => element.textContent);
    const all = [await told()];
    for (let i = 0; i < times; i++) {
        await page.keyboard.press(key);
        all.push(await told());
    }
    return all;
}

async function keys(page, n) {
    await page.keyboard.press('Home');
    const forth = await press(page, 'ArrowRight', n - 1);
    check('each → tells another moment', forth.every((text, i) => !i || text !== forth[i - 1]));
    check('→ at the end stays', same(await press(page, 'ArrowRight', 1), [forth[n - 1], forth[n - 1]]));
    check('← comes back through all of them', same((await press(page, 'ArrowLeft', n - 1)).reverse(), forth));
    check('End and Home are the last and the first', (await press(page, 'End', 1))[1] === forth[n - 1] &&
        (await press(page, 'Home', 1))[1] === forth[0]);
    return forth;
}

async function clicks(page, n, told) {
    const clicked = async element => { await element.click(); return (await press(page, 'Shift', 0))[0]; };
    for (const [id, at] of [['next', 1], ['last', n - 1], ['back', n - 2], ['first', 0]])
        check(`a click on “${id}”`, await clicked(await page.$('#' + id)) === told[at]);
    await page.click('summary');
    const list = await page.$$('#moments button');
    check('the list has each moment', list.length === n);
    check('a click in the list goes there', await clicked(list[3]) === told[3]);
    const bar = await (await page.$('input[type=range]')).boundingBox();
    const at = part => page.mouse.click(bar.x + 2 + part * (bar.width - 4), bar.y + bar.height / 2);
    await at(1);
    check('a click at the end of the bar', (await press(page, 'Shift', 0))[0] === told[n - 1]);
    await at(0);
    check('a click at its beginning', (await press(page, 'Shift', 0))[0] === told[0]);
}

async function plays(page) {
    await page.evaluate(() => document.activeElement.blur());
    const [first] = await press(page, 'Home', 1);
    await page.keyboard.press('Space');
    await pause(4.5);
    const [now] = await press(page, 'Space', 1);
    check('space plays', now !== first);
    const [stands] = await press(page, 'Shift', 0);
    await pause(3);
    check('space pauses', (await press(page, 'Shift', 0))[0] === stands);
}

for (const file of files) {
    const page = await browser.newPage(), wrong = wrongs(page), asked = [];
    page.on('request', request => request.url().startsWith('file:') || asked.push(request.url()));
    await page.goto('file://' + path.resolve(file));
    const n = await page.$eval('#film', element => JSON.parse(element.textContent).moments.length);
    console.log(`${file}: ${n} moments`);
    await clicks(page, n, await keys(page, n));
    await plays(page);
    check(`nothing is asked of a network, and nothing goes wrong ${wrong.concat(asked).join(' ')}`, !wrong.length && !asked.length);
    await page.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
