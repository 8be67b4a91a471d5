// SPDX-License-Identifier: MIT
// A headless Chromium, driven by what npm has brought to a folder.
import {createRequire} from 'module';
import path from 'path';

export const folder = path.resolve(process.argv[2]);
export const files = process.argv.slice(3);

export async function open() {
    const puppeteer = createRequire(folder + '/')('puppeteer-core');
    const root = process.getuid() === 0; // whom its sandbox refuses
    return puppeteer.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: root ? ['--no-sandbox'] : []});
}

// What goes wrong on a page, as it comes.
export function wrongs(page) {
    const wrong = [];
    page.on('pageerror', error => wrong.push(String(error)));
    page.on('console', message => message.type() === 'error' && wrong.push(message.text()));
    return wrong;
}
