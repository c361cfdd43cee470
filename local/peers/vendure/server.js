// A shop on Vendure with a few products. In the environment: PORT, DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD, and NODE_PATH with
// what install.sh has fetched. Prints READY when it answers.
const fs = require('fs');
const os = require('os');
const path = require('path');
const {
    bootstrap,
    DefaultJobQueuePlugin,
    DefaultLogger,
    dummyPaymentHandler,
    LogLevel,
    NoopSessionCacheStrategy,
} = require('@vendure/core');
const { populate } = require('@vendure/core/cli');
const { Client } = require('pg');

const database = {
    host: process.env.DB_HOST || '127.0.0.1',
    port: +process.env.DB_PORT,
    database: process.env.DB_NAME,
    user: process.env.DB_USER,
    password: process.env.DB_PASSWORD,
};
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'vendure-'));
process.on('exit', () => fs.rmSync(work, { recursive: true, force: true }));

const config = synchronize => ({
    apiOptions: {
        hostname: '127.0.0.1',
        port: +process.env.PORT,
        adminApiPath: 'admin-api',
        shopApiPath: 'shop-api',
    },
    authOptions: {
        tokenMethod: ['bearer', 'cookie', 'api-key'],
        requireVerification: false,
        sessionCacheStrategy: new NoopSessionCacheStrategy(), // a session that was deleted has ended
        superadminCredentials: { identifier: 'peer', password: 'peer-password-1' },
        cookieOptions: { secret: 'peer' },
    },
    dbConnectionOptions: {
        type: 'postgres',
        host: database.host,
        port: database.port,
        username: database.user,
        password: database.password,
        database: database.database,
        schema: 'public',
        synchronize,
        logging: false,
    },
    paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
    importExportOptions: { importAssetsDir: work },
    logger: new DefaultLogger({ level: LogLevel.Warn }),
    plugins: [DefaultJobQueuePlugin.init({ useDatabaseForBuffer: true, pollInterval: 500 })],
});

const handler = settle => ({
    code: dummyPaymentHandler.code,
    arguments: [{ name: 'automaticSettle', value: settle ? 'true' : 'false' }],
});

const shop = {
    defaultLanguage: 'en',
    defaultZone: 'Europe',
    taxRates: [{ name: 'Standard Tax', percentage: 20 }],
    shippingMethods: [{ name: 'Standard Shipping', price: 500 }],
    countries: [
        { name: 'Germany', code: 'DE', zone: 'Europe' },
        { name: 'China', code: 'CN', zone: 'Asia' },
    ],
    paymentMethods: [
        { name: 'Paid at once', handler: handler(true) },
        { name: 'Paid later', handler: handler(false) },
    ],
    collections: [],
};

const products = [
    ['Mug', 'MUG', '12.50'],
    ['Tea', 'TEA', '7.99'],
    ['Bowl', 'BOWL', '20.00'],
];

function file() {
    const columns =
        'name,slug,description,assets,facets,optionGroups,optionValues,sku,price,taxCategory,stockOnHand,trackInventory,variantAssets,variantFacets';
    const rows = products.map(([name, sku, price]) => `${name},${sku.toLowerCase()},,,,,,${sku},${price},standard,100,true,,`);
    const csv = path.join(work, 'products.csv');
    fs.writeFileSync(csv, [columns, ...rows, ''].join('\n'));
    return csv;
}

async function filled() {
    const client = new Client(database);
    await client.connect();
    try {
        return (await client.query("select to_regclass('public.channel') is not null as there")).rows[0].there;
    } finally {
        await client.end();
    }
}

async function main() {
    const start = Date.now();
    if (await filled()) {
        await bootstrap(config(false));
    } else {
        await populate(() => bootstrap(config(true)), shop, file());
    }
    console.log(`READY ${Date.now() - start} ms`);
}

main().catch(e => {
    console.error(e);
    process.exit(1);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
    process.on(signal, () => process.exit(0));
}
