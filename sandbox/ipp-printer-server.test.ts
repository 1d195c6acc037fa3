import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { OPERATION } from './ipp-attributes.ts'
import { attribute, decodeIpp, encodeIpp, type IppAttribute, type IppMessage, TAG, valuesOf } from './ipp-message.ts'
import { STATUS } from './ipp-printer-server.ts'
import { JOB_STATE } from './printer.ts'
import { type Sandbox, startSandbox } from './sandbox.ts'

const PDF = Buffer.from('%PDF-1.4 label')
let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox({ printers: [{ name: 'label', speedMs: 10 }] })
})
afterEach(() => sandbox.stop())

type Wish = { operation?: IppAttribute[]; document?: Buffer; majorVersion?: number; printer?: string; requestId?: number }
async function ask(code: number, wish: Wish = {}): Promise<IppMessage> {
  const uri = `${sandbox.url.replace('http', 'ipp')}/printers/${wish.printer ?? 'label'}`
  const body = encodeIpp({
    majorVersion: wish.majorVersion ?? 2,
    minorVersion: 0,
    code,
    requestId: wish.requestId ?? 5,
    groups: [
      {
        tag: TAG.operation,
        attributes: [
          attribute('attributes-charset', TAG.charset, 'utf-8'),
          attribute('attributes-natural-language', TAG.language, 'zh-cn'),
          attribute('printer-uri', TAG.uri, uri),
          ...(wish.operation ?? []),
        ],
      },
    ],
    document: wish.document ?? Buffer.alloc(0),
  })
  const response = await fetch(uri.replace('ipp', 'http'), {
    method: 'POST',
    headers: { 'content-type': 'application/ipp' },
    body: new Uint8Array(body),
  })
  assert.equal(response.status, 200)
  return decodeIpp(Buffer.from(await response.arrayBuffer()))
}
const name = (text: string) => attribute('job-name', TAG.name, text)
const jobId = (id: number) => attribute('job-id', TAG.integer, id)
const which = (text: string) => attribute('which-jobs', TAG.keyword, text)
const wanted = (...names: string[]) => attribute('requested-attributes', TAG.keyword, ...names)
const print = (jobName: string) =>
  ask(OPERATION.printJob, {
    operation: [name(jobName), attribute('document-format', TAG.mime, 'application/pdf')],
    document: PDF,
  })
const idOf = (reply: IppMessage) => Number(valuesOf(reply, 'job-id')[0])
const stateOf = async (id: number) =>
  Number(valuesOf(await ask(OPERATION.getJobAttributes, { operation: [jobId(id)] }), 'job-state')[0])
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(5)
}

test('a sheet is printed: pending, then completed, found by its name, its bytes kept', async () => {
  const accepted = await print('面单-1')
  assert.equal(accepted.code, STATUS.ok)
  assert.equal(accepted.requestId, 5)
  assert.equal(valuesOf(accepted, 'job-state')[0], JOB_STATE.pending)
  const id = idOf(accepted)
  await until(async () => (await stateOf(id)) === JOB_STATE.completed)
  const list = await ask(OPERATION.getJobs, { operation: [which('completed'), wanted('job-id', 'job-name', 'job-state')] })
  const jobs = list.groups.filter((group) => group.tag === TAG.job)
  assert.deepEqual(
    jobs.map((job) => job.attributes.map(({ values }) => values[0])),
    [[id, '面单-1', JOB_STATE.completed]],
  )
  const sheet = await fetch(`${sandbox.url}/printed/label/${id}.pdf`)
  assert.equal(sheet.headers.get('content-type'), 'application/pdf')
  assert.equal(await sheet.text(), PDF.toString())
})

test('sheets are printed in the order they came', async () => {
  const ids: number[] = []
  for (const jobName of ['a', 'b', 'c']) ids.push(idOf(await print(jobName)))
  await until(async () => (await stateOf(ids[2] ?? 0)) === JOB_STATE.completed)
  assert.deepEqual(
    sandbox.control.printerJobs('label').map((job) => job.name),
    ['c', 'b', 'a'],
  )
})

test('a printer without paper keeps its jobs and goes on when paper is back', async () => {
  sandbox.control.setFault({ kind: 'printerPaperOut', target: 'label' })
  const id = idOf(await print('waits for paper'))
  const status = await ask(OPERATION.getPrinterAttributes, { operation: [wanted('printer-state', 'printer-state-reasons')] })
  assert.deepEqual(valuesOf(status, 'printer-state'), [5])
  assert.deepEqual(valuesOf(status, 'printer-state-reasons'), ['media-empty', 'media-needed'])
  assert.equal(await stateOf(id), JOB_STATE.pending)
  sandbox.control.clearFaults()
  await until(async () => (await stateOf(id)) === JOB_STATE.completed)
})

test('a stopped printer holds the sheet it is printing', async () => {
  const id = idOf(await print('x'))
  sandbox.control.setFault({ kind: 'printerStopped' })
  await until(async () => [JOB_STATE.stopped, JOB_STATE.pending].includes((await stateOf(id)) as 3 | 6))
  sandbox.control.clearFaults('printerStopped')
  await until(async () => (await stateOf(id)) === JOB_STATE.completed)
})

test('a waiting job can be cancelled, a printed one cannot', async () => {
  sandbox.control.setFault({ kind: 'printerStopped' })
  const id = idOf(await print('not wanted'))
  assert.equal((await ask(OPERATION.cancelJob, { operation: [jobId(id)] })).code, STATUS.ok)
  assert.equal(await stateOf(id), JOB_STATE.canceled)
  assert.equal((await ask(OPERATION.cancelJob, { operation: [jobId(id)] })).code, STATUS.notPossible)
})

test('a busy printer refuses, and accepts the next time', async () => {
  sandbox.control.setFault({ kind: 'printerBusy', times: 1 })
  assert.equal((await print('a')).code, STATUS.busy)
  assert.equal((await print('a')).code, STATUS.ok)
})

test('a printer that drops the line after accepting has the job, under its name', async () => {
  sandbox.control.setFault({ kind: 'printerDropAfterAccept', target: 'label', times: 1 })
  await assert.rejects(print('answer lost'), TypeError)
  assert.deepEqual(
    sandbox.control.printerJobs('label').map((job) => job.name),
    ['answer lost'],
  )
})

test('a slow printer takes its time for each sheet', async () => {
  sandbox.control.setFault({ kind: 'printerSlow', delayMs: 60_000 })
  const id = idOf(await print('slow'))
  await until(async () => (await stateOf(id)) === JOB_STATE.processing)
  assert.equal((await ask(OPERATION.cancelJob, { operation: [jobId(id)] })).code, STATUS.ok)
})

test('a job may also be created first and its document sent after', async () => {
  const id = idOf(await ask(OPERATION.createJob, { operation: [name('in two steps')] }))
  assert.equal(await stateOf(id), JOB_STATE.pending)
  assert.equal(
    (await ask(OPERATION.sendDocument, { operation: [jobId(id), attribute('last-document', TAG.boolean, true)], document: PDF }))
      .code,
    STATUS.ok,
  )
  await until(async () => (await stateOf(id)) === JOB_STATE.completed)
})

const refusals: [rule: string, code: number, wish: Wish, status: number][] = [
  ['another version of IPP', OPERATION.getPrinterAttributes, { majorVersion: 9 }, STATUS.versionNotSupported],
  ['an operation it does not know', 0x3fff, {}, STATUS.operationNotSupported],
  ['request id 0', OPERATION.getPrinterAttributes, { requestId: 0 }, STATUS.badRequest],
  ['a printer that is not there', OPERATION.getPrinterAttributes, { printer: 'nowhere' }, STATUS.notFound],
  ['a job that is not there', OPERATION.getJobAttributes, { operation: [jobId(99)] }, STATUS.notFound],
  [
    'a document in another format',
    OPERATION.printJob,
    { operation: [attribute('document-format', TAG.mime, 'text/html')], document: PDF },
    STATUS.formatNotSupported,
  ],
  ['a job without a document', OPERATION.printJob, {}, STATUS.badRequest],
  ['jobs of another kind', OPERATION.getJobs, { operation: [which('lost')] }, STATUS.valuesNotSupported],
]
for (const [rule, code, wish, status] of refusals) {
  test(`${rule} is refused with status 0x${status.toString(16)}`, async () => {
    assert.equal((await ask(code, wish)).code, status)
  })
}

test('Validate-Job promises without printing', async () => {
  assert.equal((await ask(OPERATION.validateJob)).code, STATUS.ok)
  assert.deepEqual(sandbox.control.printerJobs('label'), [])
})

test('a client of IPP 1.1 is answered in 1.1', async () => {
  const reply = await ask(OPERATION.getPrinterAttributes, { majorVersion: 1 })
  assert.deepEqual([reply.majorVersion, reply.minorVersion, reply.code], [1, 1, STATUS.ok])
  assert.ok(valuesOf(reply, 'operations-supported').includes(OPERATION.printJob))
})

test('after a restart a job id of before is unknown and does not become another sheet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-printer-'))
  const restart = async () => {
    await sandbox.stop()
    sandbox = await startSandbox({ printers: [{ name: 'label' }], stateFile: join(folder, 'state') })
  }
  await restart()
  const before = [idOf(await print('one')), idOf(await print('two'))]
  await restart()
  const after = [idOf(await print('three')), idOf(await print('four'))]
  assert.equal(new Set([...before, ...after]).size, 4)
  const reply = await ask(OPERATION.getJobAttributes, { operation: [jobId(before[0] ?? 0)] })
  assert.equal(reply.code, STATUS.notFound)
  rmSync(folder, { recursive: true })
})
