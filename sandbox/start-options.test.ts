import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { HELP, readStart, UsageProblem } from './start-options.ts'

const read = (...words: string[]) => readStart(words) ?? assert.fail('help')

test('without a word it is the sandbox of the manual', () => {
  const { options, faults, orders, shops } = read()
  assert.deepEqual(
    [options.port, options.seed, options.maskReceivers, options.now, options.platforms],
    [8090, 1, true, undefined, undefined],
  )
  assert.deepEqual([faults, orders, shops], [[], 0, []])
})

test('shops, apps, rates and faults are read as they are meant', () => {
  const start = read(
    '--shop',
    'douyin:小店:token-1',
    '--shop',
    'taobao:二店',
    '--app',
    '777:s:ecret',
    '--rate',
    '5',
    '--fault',
    'lostReply:ratio=0.05,target=top',
    '--fault',
    'outage',
  )
  assert.deepEqual(start.shops, [
    { platform: 'douyin', name: '小店', session: 'token-1' },
    { platform: 'taobao', name: '二店' },
  ])
  assert.deepEqual(start.apps, [{ key: '777', secret: 's:ecret' }])
  assert.deepEqual(start.faults, [
    { kind: 'rateLimit', callsPerSecond: 5 },
    { kind: 'lostReply', ratio: 0.05, target: 'top' },
    { kind: 'outage' },
  ])
})

test('its clock begins where it is told and runs as fast', () => {
  const { now } = read('--clock', '2026-11-11T00:00:00+08:00', '--clock-speed', '1000').options
  const from = Date.parse('2026-11-11T00:00:00+08:00')
  assert.ok(now && now() >= from && now() < from + 60_000_000)
})

test('what makes no sense is said in a sentence', () => {
  for (const words of [
    ['--platforms', 'ebay'],
    ['--fault', 'quake'],
    ['--fault', 'lostReply:ratio=7'],
    ['--fault', 'outage:colour=red'],
    ['--clock', 'soon'],
    ['--rate', 'x'],
    ['--shop', 'taobao'],
    ['--app', 'k'],
    ['--colour', 'red'],
  ])
    assert.throws(() => readStart(words), UsageProblem, words.join(' '))
})

test('every flag is in the help', () => {
  assert.equal(readStart(['--help']), null)
  for (const flag of [
    'port',
    'platforms',
    'shop',
    'app',
    'token-life',
    'clock',
    'rate',
    'fault',
    'printer',
    'orders',
    'state',
    'douyin-component-port',
  ])
    assert.ok(HELP.includes(`--${flag} `), flag)
})

test('started from the shell with everything it is told, it is as it was told', async () => {
  const program = join(import.meta.dirname, '..', 'server', 'cli.ts')
  const flags = [
    '--port',
    '0',
    '--raw-printer-port',
    '0',
    '--platforms',
    'taobao,wechat',
    '--shop',
    'taobao:二店:mine',
    '--orders',
    '4',
    '--fault',
    'dropPush:ratio=0.5',
    '--printer',
    '热敏:5',
    '--clock',
    '2026-11-11T00:00:00+08:00',
  ]
  for (const name of ['cainiao', 'pinduoduo', 'douyin']) flags.push(`--${name}-component-port`, '0')
  const child = spawn(process.execPath, [program, 'sandbox', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const lines: string[] = []
    for await (const line of createInterface(child.stdout)) {
      lines.push(line)
      if (lines.filter((each) => each.includes('/ws') || each.includes('ws://')).length === 3) break
    }
    const said = lines.join('\n')
    const url = /Control page\s+(http:\S+)\/$/m.exec(said)?.[1] ?? assert.fail(said)
    assert.ok(
      said.includes('Taobao') && said.includes('WeChat') && !said.includes('抖店 Douyin') && !said.includes('client_secret'),
      said,
    )
    const ask = async <T>(name: string) => (await (await fetch(`${url}/control/${name}`)).json()) as T
    const shops = await ask<{ name: string; platform: string; session: string }[]>('shops')
    assert.deepEqual([...new Set(shops.map(({ platform }) => platform))].sort(), ['taobao', 'wechat'])
    assert.equal(shops.find(({ name }) => name === '二店')?.session, 'mine')
    const orders = await ask<{ createdAt: number }[]>('orders')
    assert.equal(orders.length, 4)
    const begun = Date.parse('2026-11-11T00:00:00+08:00')
    assert.ok(
      orders.every(({ createdAt }) => createdAt >= begun - 600_000 && createdAt < begun + 3_600_000),
      JSON.stringify(orders[0]),
    )
    assert.deepEqual(await ask('faults'), [{ kind: 'dropPush', ratio: 0.5 }])
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})
