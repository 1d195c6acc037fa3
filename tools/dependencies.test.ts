import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { findForbiddenImports } from '#tools/dependencies.ts'

const root = join(import.meta.dirname, '..')
const trees: string[] = []
after(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

/** A tree of small files: path → what it imports. Every file exports `x`. */
function plant(imports: Record<string, string[]>): string {
  const tree = mkdtempSync(join(tmpdir(), 'zhanggui-tree-'))
  trees.push(tree)
  cpSync(join(root, 'package.json'), join(tree, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'))
  for (const [file, targets] of Object.entries(imports)) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    const lines = targets.map((target, index) =>
      target.startsWith('type ')
        ? `import type { x as x${index} } from '${target.slice(5)}'`
        : `import { x as x${index} } from '${target}'\nx${index}`,
    )
    writeFileSync(join(tree, file), `${lines.join('\n')}\nexport const x = 1\n`)
  }
  return tree
}

test('every dependency rule catches the import it forbids, of values and of types', async () => {
  const wrong: Record<string, string[]> = {
    'contract/orders.ts': ['#kernel/money.ts'],
    'contract/money.ts': ['type pg'],
    'server/kernel/money.ts': ['#modules/team/public.ts'],
    'server/kernel/db.ts': ['pg'],
    'server/modules/team/public.ts': ['#modules/orders/public.ts'],
    'server/modules/orders/public.ts': [],
    'server/modules/orders/order-store.ts': ['#kernel/db.ts'],
    'server/modules/orders/order.ts': ['node:http'],
    'server/modules/orders/review-rules.ts': ['type #kernel/db.ts'],
    'server/modules/orders/order-states.ts': ['./order-store.ts'],
    'server/modules/fulfilment/ship.ts': ['type #modules/orders/order-store.ts'],
    'server/platforms/platform.ts': [],
    'server/platforms/taobao/taobao.ts': ['#modules/orders/public.ts'],
    'server/platforms/douyin/douyin.ts': ['#server/platforms/taobao/taobao.ts', 'type #kernel/db.ts'],
    'server/app.ts': ['#sandbox/world.ts', '#tools/seed.ts'],
    'sandbox/world.ts': ['type #server/platforms/platform.ts'],
    'tools/seed.ts': ['./nowhere.ts'],
    'web/app/main.ts': ['#kernel/money.ts'],
  }
  const { problems } = await findForbiddenImports(plant(wrong))
  const named = problems.map((problem) => problem.replace(/→ .*node_modules/, '→ node_modules'))
  assert.deepEqual(named.sort(), [
    'contract/money.ts → node_modules/pg/esm/index.mjs: contract-stands-alone',
    'contract/orders.ts → server/kernel/money.ts: contract-stands-alone',
    'sandbox/world.ts → server/platforms/platform.ts: sandbox-is-the-outside',
    'server/app.ts → sandbox/world.ts: server-runs-without-sandbox',
    'server/app.ts → tools/seed.ts: product-needs-no-tools',
    'server/kernel/money.ts → server/modules/team/public.ts: kernel-knows-no-business',
    'server/modules/fulfilment/ship.ts → server/modules/orders/order-store.ts: only-public-across-modules',
    'server/modules/orders/order-states.ts → server/modules/orders/order-store.ts: rules-are-pure',
    'server/modules/orders/order.ts → http: rules-are-pure',
    'server/modules/orders/review-rules.ts → server/kernel/db.ts: rules-are-pure',
    'server/modules/team/public.ts → server/modules/orders/public.ts: team-layer-calls-nothing-higher',
    'server/platforms/douyin/douyin.ts → server/kernel/db.ts: adapters-have-no-database',
    'server/platforms/douyin/douyin.ts → server/platforms/taobao/taobao.ts: adapters-know-only-their-port',
    'server/platforms/taobao/taobao.ts → server/modules/orders/public.ts: adapters-know-only-their-port',
    'tools/seed.ts → ./nowhere.ts: everything-resolves',
    'web/app/main.ts → server/kernel/money.ts: web-sees-only-the-contract',
  ])
})

test('what the house allows passes: the port, the kernel, the neighbour at the front door', async () => {
  const right: Record<string, string[]> = {
    'contract/orders.ts': ['zod'],
    'server/kernel/money.ts': ['#contract/orders.ts'],
    'server/modules/team/public.ts': ['#kernel/money.ts'],
    'server/modules/orders/review-rules.ts': ['#kernel/money.ts', 'type ./order.ts'],
    'server/modules/orders/order.ts': ['#contract/orders.ts'],
    'server/modules/orders/order-jobs.ts': ['#modules/team/public.ts'],
    'server/platforms/platform.ts': [],
    'server/platforms/top/top-call.ts': ['#server/platforms/platform.ts', 'node:https'],
    'server/platforms/taobao/taobao.ts': ['#server/platforms/top/top-call.ts', '#kernel/money.ts'],
    'server/carriers/cainiao/cainiao.ts': ['#server/platforms/top/top-call.ts', 'type #server/platforms/platform.ts'],
    'server/platforms/taobao/taobao.test.ts': ['#sandbox/world.ts'],
    'sandbox/world.ts': ['node:http'],
  }
  const { problems, readCount } = await findForbiddenImports(plant(right))
  assert.deepEqual(problems, [])
  assert.equal(readCount, 12)
})

test('a tree in which nothing could be read does not pass', async () => {
  const { problems } = await findForbiddenImports(plant({}))
  assert.deepEqual(problems, ['there is no source file to read'])
})
