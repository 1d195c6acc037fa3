import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { PrinterFailure, type SheetState } from '#server/printers/printer.ts'
import { ipp } from './ipp.ts'
import { decodeIpp, type IppAnswer } from './ipp-codec.ts'
import { addressesOf } from './ipp-exchange.ts'

let sandbox: Sandbox
let printer = ''
before(async () => {
  sandbox = await startSandbox({ printers: [{ name: '标签机 1', speedMs: 5 }] })
  printer = sandbox.printerUrls[0] ?? ''
})
after(() => sandbox.stop())
afterEach(() => sandbox.control.clearFaults())

const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
const label = (jobName: string) => ({ jobName, document: pdf, format: 'pdf' as const, widthMm: 76, heightMm: 130 })

async function failureOf(act: Promise<unknown>): Promise<PrinterFailure> {
  const error = await act.then(
    () => assert.fail('a failure was expected'),
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof PrinterFailure, String(error))
  return error
}

async function untilState(printerJobId: number, wanted: SheetState): Promise<string[]> {
  for (let round = 0; round < 500; round++) {
    const { state, reasons } = await ipp.readJob(printer, printerJobId)
    if (state === wanted) return reasons
    await delay(5)
  }
  return assert.fail(`the job never became ${wanted}`)
}

test('a sheet is handed over byte for byte, printed, and found by its name', async () => {
  const { printerJobId } = await ipp.printSheet(printer, label('面单-1-第1次'))
  await untilState(printerJobId, 'printed')
  assert.deepEqual(await ipp.findJob(printer, '面单-1-第1次'), { printerJobId, state: 'printed' })
  assert.deepEqual(sandbox.control.printedDocument('标签机 1', printerJobId), pdf)
  const [job] = sandbox.control.printerJobs('标签机 1')
  assert.deepEqual([job?.name, job?.format], ['面单-1-第1次', 'application/pdf'])
})

test('a printer tells its name and how it is', async () => {
  assert.deepEqual(await ipp.readPrinter(printer), { reachable: true, state: 'idle', reasons: [], name: '标签机 1' })
  sandbox.control.setFault({ kind: 'printerPaperOut' })
  assert.deepEqual(await ipp.readPrinter(printer), {
    reachable: true,
    state: 'stopped',
    reasons: ['media-empty', 'media-needed'],
    name: '标签机 1',
  })
})

test('a printer that is off is a status and, for a sheet, a plain retry', async () => {
  const passing = createServer().listen(0, '127.0.0.1')
  await once(passing, 'listening')
  const nowhere = `ipp://127.0.0.1:${(passing.address() as AddressInfo).port}/printers/none`
  await new Promise((resolve) => passing.close(resolve))
  const status = await ipp.readPrinter(nowhere)
  assert.deepEqual([status.reachable, status.state], [false, 'unreachable'])
  assert.equal((await failureOf(ipp.printSheet(nowhere, label('off')))).kind, 'retry')
})

test('a port of another protocol is refused instead of leaving a sheet in doubt', async () => {
  const failure = await failureOf(ipp.printSheet('ipp://127.0.0.1:515/lpd', label('lpd')))
  assert.deepEqual([failure.kind, failure.printerCode], ['refused', 'bad-address'])
})

test('a busy printer asks for patience', async () => {
  sandbox.control.setFault({ kind: 'printerBusy', times: 1 })
  const failure = await failureOf(ipp.printSheet(printer, label('busy-1')))
  assert.deepEqual([failure.kind, failure.printerCode], ['busy', 'server-error-busy'])
  assert.equal(await ipp.findJob(printer, 'busy-1'), null)
  assert.ok((await ipp.printSheet(printer, label('busy-1'))).printerJobId > 0)
})

test('after a lost answer the sheet is found by name and not printed twice', async () => {
  sandbox.control.setFault({ kind: 'printerDropAfterAccept', times: 1 })
  assert.equal((await failureOf(ipp.printSheet(printer, label('lost-1')))).kind, 'unknown_outcome')
  const found = await ipp.findJob(printer, 'lost-1')
  assert.ok(found)
  await untilState(found.printerJobId, 'printed')
  assert.equal(sandbox.control.printerJobs('标签机 1').filter(({ name }) => name === 'lost-1').length, 1)
  assert.equal(await ipp.findJob(printer, 'lost'), null)
})

test('a sheet waiting for paper says so, can be found and can be cancelled', async () => {
  sandbox.control.setFault({ kind: 'printerPaperOut' })
  const { printerJobId } = await ipp.printSheet(printer, label('waiting-1'))
  assert.deepEqual(await ipp.findJob(printer, 'waiting-1'), { printerJobId, state: 'accepted' })
  await ipp.cancelJob(printer, printerJobId)
  await untilState(printerJobId, 'cancelled')
  assert.equal((await failureOf(ipp.cancelJob(printer, printerJobId))).printerCode, 'client-error-not-possible')
})

test('an unknown job and an unknown printer are refused', async () => {
  assert.equal((await failureOf(ipp.readJob(printer, 999_999))).printerCode, 'client-error-not-found')
  const status = await ipp.readPrinter(`${sandbox.url.replace('http', 'ipp')}/printers/none`)
  assert.deepEqual([status.reachable, status.reasons], [false, ['client-error-not-found']])
})

test('a name a printer would cut off is refused before it is sent', async () => {
  assert.equal((await failureOf(ipp.printSheet(printer, label('面'.repeat(86))))).printerCode, 'job-name-too-long')
})

test('a print request carries size, format and name where the standard wants them', async () => {
  const received: IppAnswer[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push(decodeIpp(Buffer.concat(chunks)))
      response.writeHead(502).end('<html>')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `ipp://127.0.0.1:${port}/ipp/print`
  assert.equal(
    (await failureOf(ipp.printSheet(url, { ...label('sheet-1'), widthMm: 100.5, heightMm: 180 }))).kind,
    'unknown_outcome',
  )
  assert.equal((await failureOf(ipp.findJob(url, 'sheet-1'))).kind, 'retry')
  server.close()
  const [print] = received
  assert.deepEqual(Object.entries(print?.groups[0]?.attributes ?? {}), [
    ['attributes-charset', ['utf-8']],
    ['attributes-natural-language', ['zh-cn']],
    ['printer-uri', [url]],
    ['requesting-user-name', ['zhanggui']],
    ['job-name', ['sheet-1']],
    ['document-format', ['application/pdf']],
  ])
  assert.deepEqual(print?.groups[1], {
    group: 'job',
    attributes: {
      'media-col': [{ members: { 'media-size': [{ members: { 'x-dimension': [10050], 'y-dimension': [18000] } }] } }],
    },
  })
})

test('printer addresses travel over HTTP or HTTPS on the right port', () => {
  const http = (url: string) => addressesOf(url).httpUrl
  assert.equal(http('ipp://printer.local/printers/label'), 'http://printer.local:631/printers/label')
  assert.equal(http('ipps://printer.local/ipp/print'), 'https://printer.local:631/ipp/print')
  assert.equal(http('ipp://192.168.1.20:8631'), 'http://192.168.1.20:8631/')
  assert.equal(http('http://printer.local/ipp'), 'http://printer.local:80/ipp')
  assert.equal(http('ipp://[fe80::1]/ipp'), 'http://[fe80::1]:631/ipp')
  assert.equal(addressesOf('https://printer.local/ipp').printerUri, 'ipps://printer.local:443/ipp')
  for (const url of ['printer.local', 'socket://printer.local:9100', ''])
    assert.throws(() => addressesOf(url), { printerCode: 'bad-address' })
})
