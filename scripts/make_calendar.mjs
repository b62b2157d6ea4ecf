// Writes db/calendars/cn_standard.txt from the npm package chinese-days (State Council notices).
// usage: node scripts/make_calendar.mjs [web/node_modules/chinese-days] > db/calendars/cn_standard.txt
import { readFileSync } from 'node:fs';

const folder = process.argv[2] ?? 'web/node_modules/chinese-days';
const data = JSON.parse(readFileSync(`${folder}/dist/chinese-days.json`, 'utf8'));
const version = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version;

const rows = [];
const label = (text) => {
  const [en, zh] = text.split(',');
  return `${zh} | ${en}`;
};
for (const [date, name] of Object.entries(data.holidays)) rows.push([date, 'holiday', label(name)]);
for (const [date, name] of Object.entries(data.workdays)) rows.push([date, 'makeup', label(name)]);
rows.sort((a, b) => a[0].localeCompare(b[0]));
const years = [...new Set(rows.filter((r) => r[1] === 'holiday').map((r) => r[0].slice(0, 4)))];

console.log('# Official calendar of China: weekly hours, public holidays, make-up working days.');
console.log(`# Source: State Council notices, by chinese-days ${version}. Format: docs/calendars.md.`);
console.log('calendar cn_standard\nzone Asia/Shanghai\nhours mon-fri 09:00-18:00');
for (const year of years) console.log(`year ${year}`);
for (const [date, kind, name] of rows) console.log(`${kind} ${date} ${name}`);
