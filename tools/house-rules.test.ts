import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { findHouseProblems } from '#tools/house-rules.ts'
import { statementProblems } from '#tools/sql-rules.ts'
import { sqlTemplates } from '#tools/sql-templates.ts'

const tables = new Set(['orders', 'parcels', 'shops'])
/** In these statements "?" stands for a value. */
const problemsOf = (statement: string) =>
  statementProblems(`rows(sql\`${statement.replaceAll('?', ['$', '{v}'].join(''))}\`)`, tables)

test('a statement passes when it names the merchant of every table it touches', () => {
  for (const statement of [
    'select * from orders where merchant_id = ?',
    'select * from orders o join parcels p on p.merchant_id = o.merchant_id and p.id = o.id where o.merchant_id = ?',
    'select * from orders o join parcels p using (merchant_id, parcel_id) where o.merchant_id = ?',
    'insert into orders (merchant_id, id) select ?, r.id from jsonb_to_recordset(?::jsonb) as r(id uuid) on conflict (merchant_id, id) do update set id = excluded.id',
    'with mine as (select id from orders where merchant_id = ? for update skip locked) update parcels set n = 1 from mine where parcels.merchant_id = ? and parcels.id = mine.id',
    'select name from directory.merchants',
    'select extract(day from now()), ? is distinct from ?',
  ])
    assert.deepEqual(problemsOf(statement), [], statement)
})

test('a statement that leaves out the merchant of one table is named with its line', () => {
  for (const [statement, unnamed] of [
    ['select * from orders where id = ?', 'orders'],
    ['select * from orders o join parcels p on p.id = o.id where o.merchant_id = ?', 'parcels'],
    ['update parcels set n = 1 from orders o where o.merchant_id = ?', 'parcels'],
    [
      'with mine as (select id from orders where merchant_id = ?) delete from parcels where id in (select id from mine)',
      'orders, parcels',
    ],
    ['insert into orders (id) values (?)', 'orders'],
    ['select (select count(*) from shops s where s.id = ?) from orders o where o.merchant_id = ?', 'shops'],
  ] as const)
    assert.deepEqual(problemsOf(statement), [`:1 the statement does not name merchant_id of ${unnamed}`], statement)
})

test('values, nested fragments, comments and strings do not confuse the reading of a source', () => {
  const source = [
    'const pattern = /`/',
    "const text = '`' // `sql`",
    'const other = `not sql §{f({ a: `from orders` })}`',
    'const found = await tx.rows<Row>(sql`select §{{ a: 1 }.a} from orders §{deep ? sql`where §{x}` : empty}`)',
  ]
    .join('\n')
    .replaceAll('§', '$')
  assert.deepEqual(sqlTemplates(source), [
    { text: 'where ?', line: 4 },
    { text: 'select ? from orders ?', line: 4 },
  ])
})

test('every house rule catches the file that breaks it', () => {
  const tree = mkdtempSync(join(tmpdir(), 'zhanggui-house-'))
  const mark = ['TO', 'DO'].join('')
  const wrong: Record<string, string> = {
    'server/modules/orders/index.ts': '',
    'server/modules/orders/OrderStore.ts': '',
    'server/modules/orders/unfinished.ts': `// ${mark} later`,
    'server/modules/orders/order.test.ts': `test.${'skip'}('x')`,
    'server/modules/orders/far.ts': "import { x } from '../../kernel/db.ts'",
    'server/modules/orders/review-rules.ts': 'export const now = () => Date.now() // no fetch(here)',
    'server/modules/orders/order-store.ts': 'sql`select set_config(a, b, true)`\nsql`select 1 from orders`',
    'server/migrations/0001-orders.sql':
      "create table orders (\n  merchant_id bigint not null,\n  id serial,\n  primary key (id)\n)\n--;\nselect app.protect('orders', 'select')\n--;\ncreate table shops (\n  id uuid\n)\n",
    'docs/start.md': `open ${tree}/docs`,
    'package-lock.json': '{ "resolved": "https://registry" }',
    '.npmrc': 'registry=https://registry',
  }
  try {
    for (const [file, text] of Object.entries(wrong)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true })
      writeFileSync(join(tree, file), text)
    }
    assert.deepEqual(findHouseProblems(tree), [
      '.npmrc: names a registry',
      'docs/start.md: names a folder of this machine',
      'package-lock.json: holds addresses of a registry: keep omit-lockfile-registry-resolved',
      'server/modules/orders/OrderStore.ts: file names are lower-case words joined by hyphens',
      'server/modules/orders/far.ts: import by the map in package.json, not by ../../',
      'server/modules/orders/index.ts: files are opened by name: no index file',
      'server/modules/orders/order-store.ts: set_config( does not reach other nodes: use app.enter',
      'server/modules/orders/order-store.ts:2 the statement does not name merchant_id of orders',
      'server/modules/orders/order.test.ts: a test that does not run proves nothing',
      'server/modules/orders/review-rules.ts: "Date.now(" in a pure file: hand the value in',
      'server/modules/orders/unfinished.ts: unfinished work is not committed',
      'server/migrations: ids are made by the app',
      'server/migrations: table orders: merchant_id is not first in the primary key',
      'server/migrations: table shops has no merchant_id',
      'server/migrations: table shops: merchant_id is not first in the primary key',
      'server/migrations: table shops has no row level security: call app.protect',
    ])
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
})
