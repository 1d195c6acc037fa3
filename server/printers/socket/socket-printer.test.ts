import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import iconv from 'iconv-lite'
import { type RawPrinter, startRawPrinter } from '#sandbox/raw-printer.ts'
import { PrinterFailure, type SheetRequest } from '#server/printers/printer.ts'
import { socketPrinter } from './socket-printer.ts'

let printer: RawPrinter
before(async () => {
  printer = await startRawPrinter()
})
after(() => printer.stop())

const tspl = socketPrinter('tspl')
const zpl = socketPrinter('zpl')
const sheet = (text: string): SheetRequest => ({
  jobName: text,
  document: iconv.encode(text, 'gb18030'),
  format: 'raw',
  widthMm: 76,
  heightMm: 130,
})
const failureOf = async (act: Promise<unknown>): Promise<PrinterFailure> => {
  const error = await act.then(
    () => assert.fail('it did not fail'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof PrinterFailure)
  return error
}

for (const [language, adapter] of [
  ['TSPL', tspl],
  ['ZPL', zpl],
] as const) {
  test(`a printer that speaks ${language} takes the bytes as they are and is done when it has come to rest`, async () => {
    const { printerJobId } = await adapter.printSheet(printer.url, sheet(`面单 ${language}`))
    const last = printer.printed().at(-1) ?? ''
    assert.equal(iconv.decode(Buffer.from(last, 'latin1'), 'gb18030'), `面单 ${language}`)
    printer.setFlags(0x20)
    assert.deepEqual(await adapter.readJob(printer.url, printerJobId), { state: 'printing', reasons: [] })
    printer.setFlags(0)
    assert.deepEqual(await adapter.readJob(printer.url, printerJobId), { state: 'printed', reasons: [] })
  })

  test(`a printer that speaks ${language} and has no paper is given nothing, and says why`, async () => {
    printer.setFlags(0x04)
    const before = printer.printed().length
    assert.equal((await failureOf(adapter.printSheet(printer.url, sheet('x')))).kind, 'busy')
    assert.equal(printer.printed().length, before)
    assert.deepEqual(await adapter.readPrinter(printer.url), {
      reachable: true,
      state: 'stopped',
      reasons: ['media-empty'],
      name: '',
    })
    printer.setFlags(0)
    assert.equal((await adapter.readPrinter(printer.url)).state, 'idle')
  })
}

test('a line that breaks while a sheet is sent leaves its fate unknown, and the printer cannot be asked by name', async () => {
  printer.breakNext()
  const large = { ...sheet('x'), document: Buffer.alloc(8_000_000, 'x') }
  assert.equal((await failureOf(tspl.printSheet(printer.url, large))).kind, 'unknown_outcome')
  assert.equal((await failureOf(tspl.findJob(printer.url, 'x'))).kind, 'refused')
})

test('a printer that answers no question is believed when it has taken all bytes', async () => {
  printer.setTalking(false)
  const { printerJobId } = await tspl.printSheet(printer.url, sheet('stumm'))
  assert.equal((await tspl.readJob(printer.url, printerJobId)).state, 'printed')
  printer.setTalking(true)
})

test('a printer that is off is unreachable, and nothing was printed', async () => {
  const off = await startRawPrinter()
  await off.stop()
  assert.equal((await failureOf(tspl.printSheet(off.url, sheet('x')))).kind, 'retry')
  assert.equal((await tspl.readPrinter(off.url)).state, 'unreachable')
})
