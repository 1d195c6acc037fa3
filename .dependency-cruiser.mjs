// Who may import whom. tools/check-dependencies.ts runs these rules and proves that every file was read.

/** From bottom to top: a module may ask those of its own and of lower layers, through their public.ts; it announces facts to the rest. */
const layers = [
  ['team', 'shops', 'catalog', 'inventory', 'customers'],
  ['intake', 'listings'],
  ['orders'],
  ['fulfilment'],
  ['tracing'],
  ['after-sales', 'chat', 'reviews', 'marketing', 'finance'],
  ['performance'],
  ['apps', 'access'],
]
const nouns =
  'account|shop|product|sku|stock|customer|order|parcel|waybill|case|conversation|review|campaign|settlement|scorecard'
const tests = '(\\.(test|long)\\.ts$|^server/.*testing/)'
const network = '^(node:)?(http|https|http2|net|tls|dgram|dns|fs|child_process)(/promises)?$'
const machinery =
  '^server/kernel/(db|outside|jobs|worker|events|event-bridge|operation|run-operation|audit-log|log-sealer|config|idempotency|logger|vault|migrate|failpoint|keyset)\\.ts$'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const modulesIn = (names) => `^server/modules/(${names.join('|')})/`

const layerRules = layers
  .slice(0, -1)
  .map((names, index) =>
    rule(
      `${names[0]}-layer-calls-nothing-higher`,
      'A lower module never calls a higher one: it announces a fact, and the higher one reacts.',
      { path: modulesIn(names), pathNot: tests },
      { path: modulesIn(layers.slice(index + 1).flat()) },
    ),
  )

export default {
  forbidden: [
    rule(
      'contract-stands-alone',
      'The contract is shared with the browser and with outside clients: zod and itself, nothing else.',
      { path: '^contract/', pathNot: tests },
      { pathNot: ['^contract/', '(^|/)node_modules/zod/'] },
    ),
    rule(
      'kernel-knows-no-business',
      'The kernel serves any module and knows none.',
      { path: '^server/kernel/', pathNot: tests },
      {
        path: '^(server/(?!kernel/)|sandbox/|web/|bench/|tools/|e2e/)',
      },
    ),
    rule(
      'rules-are-pure',
      'Rules, state tables and nouns decide from the values they are given: no database, no network, no other machinery.',
      { path: `(-(rules|states)|^server/modules/[^/]+/(${nouns}))\\.ts$`, pathNot: '^(web|e2e|tools)/' },
      {
        path: [
          machinery,
          network,
          '(^|/)node_modules/(pg|ws|fastify|sql-template-tag|@fastify)(/|$)',
          '-(store|views|jobs)\\.ts$',
        ],
      },
    ),
    rule(
      'only-public-across-modules',
      "Ask the neighbour at the front door: another module's public.ts, nothing behind it.",
      { path: '^server/modules/([^/]+)/', pathNot: tests },
      { path: '^server/modules/', pathNot: ['^server/modules/$1/', '^server/modules/[^/]+/public\\.ts$'] },
    ),
    rule(
      'tests-enter-by-operations',
      "A test may also use another module's operations and what it lends to tests, as the runner does; not what lies behind them.",
      { path: '^server/modules/([^/]+)/.*(\\.(test|long)\\.ts$|/testing/)' },
      {
        path: '^server/modules/',
        pathNot: [
          '^server/modules/$1/',
          '^server/modules/[^/]+/(public\\.ts$|operations/|testing/)',
          '^server/modules/[^/]+/[^/]+/operations/',
        ],
      },
    ),
    ...layerRules,
    rule(
      'adapters-know-only-their-port',
      'A platform, carrier, printer or messenger adapter sees the ports, the contract and the kernel; TOP is the protocol that Taobao and Cainiao share, FXG the one of Douyin and its waybills, POP that of Pinduoduo and its, `weixin` that of the WeChat Store and its, `wire` what all exchanges have in common.',
      { path: '^server/(platforms|carriers|printers|messengers)/([^/]+)/', pathNot: tests },
      {
        path: '^(server|sandbox|web|bench|tools|e2e)/',
        pathNot: [
          '^server/$1/$2/',
          '^server/(platforms/(platform|platform-services)|carriers/(carrier|tracker|couriers)|printers/printer|messengers/(messenger|real-name))\\.ts$',
          '^server/platforms/(top|fxg|pop|weixin|wire)/',
          '^server/kernel/',
        ],
      },
    ),
    rule(
      'adapters-have-no-database',
      'What an adapter learns it returns; only operations write.',
      { path: '^server/(platforms|carriers|printers|messengers)/', pathNot: tests },
      { path: ['^server/kernel/(db|jobs|worker|run-operation|migrate)\\.ts$', '(^|/)node_modules/pg/'] },
    ),
    rule(
      'sandbox-is-the-outside',
      'The sandbox plays other companies: what it shared with the server could not find a mistake in it.',
      { path: '^sandbox/' },
      {
        path: '^(server|contract|web)/',
      },
    ),
    rule(
      'server-runs-without-sandbox',
      'Only the starter and the demo open the sandbox.',
      { path: '^server/', pathNot: [tests, '^server/start\\.ts$', '^server/demo/', '^server/testing/'] },
      { path: '^sandbox/' },
    ),
    rule(
      'web-sees-only-the-contract',
      'The browser gets the contract and its own sources.',
      { path: '^web/', pathNot: tests },
      {
        path: '^(server|sandbox|bench|tools|e2e)/',
      },
    ),
    rule(
      'product-needs-no-tools',
      'What is used only by tests stays with the tests.',
      { path: '^(server|contract|sandbox)/', pathNot: [tests, '^server/testing/'] },
      {
        path: '^(server/testing|tools|bench|e2e)/',
      },
    ),
    rule(
      'everything-resolves',
      'An import that leads nowhere hides the file behind it from all other rules.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    parser: 'swc', // with TypeScript 7 the default parser reads nothing and reports success
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.css', '.json'],
      conditionNames: ['node', 'import', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
}
