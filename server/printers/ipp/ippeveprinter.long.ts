/**
 * A second opinion on our IPP: labels go to ippeveprinter, the reference printer of the CUPS project (Debian: cups-ipp-utils, with
 * dbus-daemon and avahi-daemon, on a bus of their own). Where it is not installed the test says so and proves nothing.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { addPrinter } from '#modules/fulfilment/operations/add-printer.ts'
import { printParcels } from '#modules/fulfilment/operations/print-parcels.ts'
import { readBatch } from '#modules/fulfilment/operations/read-batch.ts'
import { requestWaybills } from '#modules/fulfilment/operations/request-waybills.ts'
import { PrinterFailure, type SheetState } from '#server/printers/printer.ts'
import { aWarehouse } from '#server/testing/warehouse.ts'
import { ipp } from './ipp.ts'

/** Long enough that a second sheet meets a busy printer. */
const SECONDS_PER_SHEET = '0.3'
const READY_WITHIN_MS = 10_000

/** Its own sizes end at letters and photographs; a label printer takes what is loaded. Hundredths of a millimetre. */
const LABEL_PAPER = `
ATTR mimeMediaType document-format-supported "application/pdf"
ATTR mimeMediaType document-format-default "application/pdf"
ATTR keyword media-supported "custom_label_76x130mm"
ATTR keyword media-default "custom_label_76x130mm"
ATTR collection media-size-supported {
  MEMBER integer x-dimension 7600
  MEMBER integer y-dimension 13000
}
ATTR text printer-make-and-model "Label Printer"
`

const isInstalled = (program: string): boolean => spawnSync('/bin/sh', ['-c', `command -v ${program}`]).status === 0
const missing = ['ippeveprinter', 'dbus-daemon', 'avahi-daemon'].filter((program) => !isInstalled(program))

const scratch = mkdtempSync(path.join(tmpdir(), 'zhanggui-ipp-'))
const spool = path.join(scratch, 'spool')
const children: ChildProcess[] = []
let printer = ''
before(async () => {
  if (missing.length === 0) printer = await startPrinter()
})
after(async () => {
  for (const child of children.reverse()) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  rmSync(scratch, { recursive: true, force: true })
})

function start(program: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } })
  child.stderr?.on('data', (chunk) => {
    said += String(chunk)
  })
  children.push(child)
  return child
}
let said = ''

async function until(isDone: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (const deadline = Date.now() + READY_WITHIN_MS; !(await isDone()); await wait(50))
    if (Date.now() > deadline) assert.fail(`${what} did not come: ${said.slice(-2000)}`)
}

/** ippeveprinter does not start unless a DNS-SD daemon answers; this one announces nothing (`-r off`). */
async function startPrinter(): Promise<string> {
  const bus = path.join(scratch, 'bus')
  const busConfig = path.join(scratch, 'bus.conf')
  writeFileSync(
    busConfig,
    `<busconfig><type>custom</type><listen>unix:path=${bus}</listen><auth>EXTERNAL</auth><policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/><allow user="*"/></policy></busconfig>`,
  )
  mkdirSync(spool)
  start('dbus-daemon', [`--config-file=${busConfig}`, '--nofork', '--nopidfile'])
  const isSocket = (file: string) => statSync(file, { throwIfNoEntry: false })?.isSocket() ?? false
  await until(() => isSocket(bus), 'the message bus')
  const onBus = { DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${bus}` }
  const avahi = start('avahi-daemon', ['--no-drop-root', '--no-chroot', '--no-rlimits'], onBus)
  await until(() => avahi.exitCode !== null || said.includes('startup complete'), 'the DNS-SD daemon')
  const command = path.join(scratch, 'print.sh')
  writeFileSync(command, `#!/bin/sh\nsleep ${SECONDS_PER_SHEET}\n`, { mode: 0o755 })
  const paper = path.join(scratch, 'paper.conf')
  writeFileSync(paper, LABEL_PAPER)
  const port = await freePort()
  const place = ['-p', `${port}`, '-n', 'localhost', '-r', 'off', '-d', spool, '-k']
  start('ippeveprinter', [...place, '-a', paper, '-c', command, 'Label1'], onBus)
  const url = `ipp://localhost:${port}/ipp/print`
  await until(async () => (await ipp.readPrinter(url)).reachable, 'the printer')
  return url
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}

async function untilState(printerJobId: number, wanted: SheetState): Promise<void> {
  await until(async () => (await ipp.readJob(printer, printerJobId)).state === wanted, `the state ${wanted}`)
}
/** The documents it was given, oldest first; beside each lies what its print command put out. */
const documents = () =>
  readdirSync(spool)
    .filter((file) => file.endsWith('.pdf'))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
    .map((file) => readFileSync(path.join(spool, file)))

const onPrinter = missing.length === 0 ? test : () => undefined
if (missing.length > 0)
  test(`nothing is proved here about another maker’s printer: ${missing.join(', ')} not installed`, () => {
    process.stderr.write(`  ippeveprinter.long.ts: ${missing.join(', ')} not installed, nothing proved\n`)
  })

onPrinter('a sheet of another maker’s printer is taken, found by its name, printed, and a busy printer says so', async () => {
  const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n')
  const sheet = (jobName: string) => ({ jobName, document: pdf, format: 'pdf' as const, widthMm: 76, heightMm: 130 })
  assert.equal((await ipp.readPrinter(printer)).state, 'idle')
  const { printerJobId } = await ipp.printSheet(printer, sheet('面单 1 第 1 张'))
  const second = await ipp.printSheet(printer, sheet('面单 2')).then(
    () => 'taken',
    (error: unknown) => (error instanceof PrinterFailure ? error.kind : String(error)),
  )
  assert.equal(second, 'busy')
  assert.equal((await ipp.findJob(printer, '面单 1 第 1 张'))?.printerJobId, printerJobId)
  assert.equal(await ipp.findJob(printer, '面单 2'), null)
  await untilState(printerJobId, 'printed')
  assert.deepEqual(documents(), [pdf])
})

onPrinter('the labels of three real parcels come out of it, each once and as PDF', async () => {
  const before = documents().length
  const w = await aWarehouse()
  const { printerId } = await w.t.call('owner', addPrinter, { name: 'CUPS', url: printer, paper: '76x130' })
  const parcelIds = await w.orders(3)
  await w.t.call('warehouseKeeper', requestWaybills, { parcelIds })
  await w.work()
  const batch = await w.t.call('warehouseKeeper', printParcels, { parcelIds, printerIds: [printerId] })
  await w.work()
  const { state, done, refused } = await w.t.call('warehouseKeeper', readBatch, batch)
  await w.drop()
  assert.deepEqual({ state, done, refused }, { state: 'finished', done: 3, refused: [] })
  const labels = documents().slice(before)
  assert.equal(labels.length, 3)
  for (const label of labels) assert.match(label.toString('latin1'), /^%PDF-[\s\S]*\/MediaBox \[0 0 215[\s\S]*%%EOF\s*$/)
})
