import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { writeXlsx } from 'hucre/xlsx'
import iconv from 'iconv-lite'
import { OrderFileRefused } from './file-refused.ts'
import { csv, JD_HEADER, readBytes, TAOBAO_HEADER, taobaoRow } from './order-file.fixtures.ts'
import { openOrderFile } from './order-file.ts'
import { previewOrderFile } from './preview-order-file.ts'

const jd = (...rows: (string | number)[][]) => csv(JD_HEADER, ...rows)
const jdRow = (id: string, item = '2001', quantity: string | number = 1) => [
  id,
  item,
  '桂花茶',
  quantity,
  '2026-02-03 08:00:00',
  '30.00',
  '周舟',
  '江苏省苏州市吴中区石湖路8号',
  '13900000002',
  '30.00',
  '等待出库',
]
const plain = jd(jdRow('JD9001'), jdRow('JD9002'))
/** `plain` packed by the xz tool. */
const XZ =
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AGJAN5dAHQrkE5U2u4KsFdHx3THsyD2sHa5DtwRC+Z9c0Z7XOEnF8GJwqwYK90/yatpI0RaIHla0ftKcaxY2J4imjQ+fTgPrDTgWIYqK0MMFZrh7YJqD2FaXVe+rigyfkPrOIol8tozs1j7ayO+GGmR7ls/iNzmw2rLS9GIMgwP3VCAlE8Zozxw3R6vW4wBwai+9BYLeZLsVFcBbTKfXbVu4AayMIa9hgl4HcSXJHlg65LS547YVQnIoPhpfyRX2n98Rf6nWroz153kASDFb5OccuVrA/vqA91+9Ukk2SYO41pyAAAAAAEBhvB55kgTAAH6AYoDAAAUL57KscRn+wIAAAAABFla'
const refusal =
  (code: string, params: Record<string, string | number> = {}) =>
  (error: unknown) => {
    assert.ok(error instanceof OrderFileRefused, String(error))
    assert.equal(error.code, code)
    for (const [name, value] of Object.entries(params)) assert.equal(error.params[name], value)
    return true
  }

describe('a file is read whatever it is packed, encoded and cut with', () => {
  it('reads gzip, xz, UTF-8 with a mark, GB18030 and UTF-16 to the same orders', async () => {
    const wanted = (await readBytes(plain)).orders.map(({ snapshot }) => snapshot)
    assert.equal(wanted.length, 2)
    assert.equal(wanted[0]?.receiver.city, '苏州市')
    const variants: [string, Uint8Array][] = [
      ['a.csv.gz', gzipSync(plain)],
      ['a.csv', gzipSync(plain)],
      ['a.csv.xz', Buffer.from(XZ, 'base64')],
      ['a.csv', Buffer.from(`\ufeff${plain}`)],
      ['a.csv', iconv.encode(plain, 'gb18030')],
      ['a.csv', iconv.encode(`\ufeff${plain}`, 'utf-16le')],
      ['a.csv', Buffer.from(plain.replaceAll(',', '\t'))],
      ['a.csv', Buffer.from(plain.replaceAll(',', ';'))],
      ['a.csv', Buffer.from(plain.replaceAll('\r\n', '\n'))],
    ]
    for (const [name, bytes] of variants)
      assert.deepEqual(
        (await readBytes(bytes, name)).orders.map(({ snapshot }) => snapshot),
        wanted,
        name,
      )
  })
  it('finds GB18030 also when the first Chinese character comes late', async () => {
    const ascii = Array.from({ length: 9000 }, (_, n) => [
      `A${n}`,
      's',
      'tea',
      1,
      '2026-02-03 08:00:00',
      '1',
      'x',
      'y',
      '1',
      '1',
      '',
    ])
    const mapping = {
      version: 1,
      name: 'own',
      title: { zh: '自', en: 'own' },
      recognise: ['no', 'at'],
      zone: 'UTC',
      kind: 'orders',
      rows: 'orderPerRow',
      order: { platformOrderId: 'no', status: { constant: 'paid' }, createdAt: 'at', buyerNote: 'note' },
      line: { quantity: { constant: 1 } },
    }
    const text = csv(
      ['no', 'at', 'note'],
      ...ascii.map((row) => [String(row[0]), String(row[4]), 'a very long remark that fills the buffer']),
      ['Z1', '2026-02-03 08:00:00', '请放门卫'],
    )
    const { orders } = await readBytes(iconv.encode(text, 'gb18030'), 'late.csv', { mapping })
    assert.equal(orders.at(-1)?.snapshot.buyerNote, '请放门卫')
  })
  it('reads a workbook: texts, numbers and dates', async () => {
    const rows = [
      JD_HEADER,
      [
        'JD9001',
        '2001',
        '桂花茶',
        1,
        new Date('2026-02-03T08:00:00Z'),
        30,
        '周舟',
        '江苏省苏州市吴中区石湖路8号',
        '13900000002',
        30,
        '等待出库',
      ],
    ]
    const { orders } = await readBytes(await writeXlsx({ sheets: [{ name: '订单', rows }] }), 'a.xlsx')
    assert.deepEqual(orders[0]?.snapshot, (await readBytes(plain)).orders[0]?.snapshot)
  })
  it('leaves no scratch file behind, neither after reading nor after refusing', async () => {
    const usual = process.env.TMPDIR
    const own = await mkdtemp(join(tmpdir(), 'scratch-test-'))
    process.env.TMPDIR = own
    try {
      await readBytes(gzipSync(plain), 'a.csv.gz')
      await assert.rejects(readBytes(gzipSync(plain).subarray(0, 60), 'a.csv.gz'))
      await readBytes(await writeXlsx({ sheets: [{ name: '订单', rows: [JD_HEADER, jdRow('JD1')] }] }), 'a.xlsx')
      assert.deepEqual(await readdir(own), [])
    } finally {
      if (usual === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = usual
      await rm(own, { recursive: true, force: true })
    }
  })
})

describe('a file that cannot be trusted is refused whole, with the reason', () => {
  const cases: [string, Uint8Array | string, string, string, Record<string, string | number>?][] = [
    ['empty', '', 'a.csv', 'fileEmpty'],
    ['called gzip but plain', plain, 'a.csv.gz', 'fileCompressionWrong'],
    ['called xz but gzip', gzipSync(plain), 'a.csv.xz', 'fileCompressionWrong'],
    ['gzip cut off', gzipSync(plain).subarray(0, 80), 'a.csv.gz', 'fileCompressionDamaged'],
    ['xz cut off', Buffer.from(XZ, 'base64').subarray(0, 150), 'a.csv.xz', 'fileCompressionDamaged'],
    ['xz with a flipped byte', flipped(Buffer.from(XZ, 'base64'), 90), 'a.csv.xz', 'fileCompressionDamaged'],
    ['an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'a.xls', 'fileTypeUnsupported'],
    ['binary', Buffer.from([1, 2, 0, 3, 4, 0]), 'a.csv', 'fileTypeUnsupported'],
    ['a quote never closed', `${plain}"JD9,1,1`, 'a.csv', 'fileQuoteNotClosed', { row: 4 }],
    ['a row without end', `${plain}JD3,${'x'.repeat(300_000)}`, 'a.csv', 'fileRowTooLong', { row: 4 }],
    ['a thousand columns', Array.from({ length: 1000 }, (_, n) => `c${n}`).join(','), 'a.csv', 'fileTooManyColumns'],
    ['an unknown format', 'a,b\n1,2\n', 'a.csv', 'fileFormatUnknown'],
    ['a doubled column', csv([...JD_HEADER, '订单号'], [...jdRow('JD1'), 'JD1']), 'a.csv', 'fileColumnRepeated'],
    [
      'invalid UTF-8 after valid',
      Buffer.concat([Buffer.from(plain.repeat(3000)), Buffer.from([0xff, 0xfe, 0xff])]),
      'a.csv',
      'fileEncodingUnreadable',
    ],
  ]
  for (const [what, bytes, name, code, params] of cases)
    it(`refuses ${what}`, async () => assert.rejects(readBytes(bytes, name), refusal(code, params)))
  it('refuses more bytes than allowed, also when they only appear on unpacking', async () => {
    const bomb = gzipSync(Buffer.alloc(5 << 20, 'a,b\n'))
    assert.ok(bomb.length < 20_000)
    await assert.rejects(readBytes(bomb, 'a.csv.gz', { limits: { maxBytes: 1 << 20 } }), refusal('fileTooLarge', { limitMb: 1 }))
    await assert.rejects(readBytes(plain, 'a.csv', { limits: { maxRows: 2 } }), refusal('fileTooManyRows'))
  })
  it('refuses a damaged workbook and an archive that is no workbook', async () => {
    const workbook = await writeXlsx({ sheets: [{ name: '订单', rows: [JD_HEADER, jdRow('JD1')] }] })
    await assert.rejects(readBytes(workbook.subarray(0, workbook.length - 30), 'a.xlsx'), refusal('fileWorkbookDamaged'))
    await assert.rejects(readBytes(workbook.subarray(0, 200), 'a.xlsx'), refusal('fileWorkbookDamaged'))
    const archive = Buffer.from(
      Buffer.from(workbook).toString('latin1').replaceAll('xl/workbook.xml', 'xl/worktable.xm'),
      'latin1',
    )
    await assert.rejects(readBytes(archive, 'a.xlsx'), refusal('fileTypeUnsupported', { type: 'zip' }))
  })
  it('imports nothing of a file whose last row shows damage', async () => {
    const file = jd(...Array.from({ length: 50 }, (_, n) => jdRow(`JD${n}`)), jdRow('6.92E+18'))
    await assert.rejects(readBytes(file), refusal('fileIdsDestroyed', { row: 52, column: '订单号', value: '6.92E+18' }))
  })
})

describe('numbers that Excel has destroyed', () => {
  for (const id of ['6.9E+18', '6.92e+18', '="6.92E+18"']) {
    it(`refuses the file for ${id}`, async () =>
      assert.rejects(
        readBytes(csv(TAOBAO_HEADER, taobaoRow(), taobaoRow({ 订单编号: id }))),
        refusal('fileIdsDestroyed', { row: 3 }),
      ))
  }
  it('refuses a file whose long numbers all end in the zeros that Excel leaves', async () => {
    await assert.rejects(
      readBytes(csv(TAOBAO_HEADER, taobaoRow({ 订单编号: '296000000000001000' }))),
      refusal('fileIdsDestroyed', { row: 2 }),
    )
    const one = [taobaoRow({ 订单编号: '296000000000001000' }), taobaoRow({ 订单编号: '296000000000001037' })]
    assert.equal((await readBytes(csv(TAOBAO_HEADER, ...one))).orders.length, 2)
  })
  it('refuses a workbook whose order numbers are number cells beyond 15 digits, and takes shorter ones', async () => {
    const sheet = (id: number | string) =>
      writeXlsx({ sheets: [{ name: '订单', rows: [JD_HEADER, [id, ...jdRow('').slice(1)]] }] })
    await assert.rejects(readBytes(await sheet(6_920_000_000_000_000_000), 'a.xlsx'), refusal('fileIdsDestroyed', { row: 2 }))
    await assert.rejects(readBytes(await sheet(1_234_567_890_123_450), 'a.xlsx'), refusal('fileIdsDestroyed', { row: 2 }))
    assert.equal((await readBytes(await sheet(123_456_789_012), 'a.xlsx')).orders[0]?.snapshot.platformOrderId, '123456789012')
  })
  it('takes a hexadecimal number with an e in it for what it is', async () => {
    const { orders } = await readBytes(jd(jdRow('4900e12345678901234567890123456'), jdRow('12e5')))
    assert.equal(orders.length, 2)
  })
})

describe('a preview before importing', () => {
  it('tells encoding, format, first rows and orders', async () => {
    const file = await openOrderFile(new Blob([iconv.encode(plain, 'gb18030') as Uint8Array<ArrayBuffer>]).stream(), 'a.csv')
    const preview = await previewOrderFile(file, 1)
    await file.close()
    assert.deepEqual(
      [preview.encoding, preview.delimiter, preview.headerRow, preview.mapping?.name],
      ['gb18030', ',', 1, 'jd-orders'],
    )
    assert.deepEqual(
      preview.rows.map(({ number }) => number),
      [2],
    )
    assert.equal(preview.entries.length, 1)
    assert.equal(preview.problem, null)
  })
  it('suggests columns for an unknown format and says that a mapping is needed', async () => {
    const file = await openOrderFile(
      new Blob(['Order No.,Order Date,Recipient Name,Qty,Unit Price,SKU\n1,2026-01-01,A,1,2,X\n']).stream(),
      'x.csv',
    )
    const preview = await previewOrderFile(file)
    await file.close()
    assert.equal(preview.problem?.code, 'fileFormatUnknown')
    const columnOf = (field: string) => preview.suggestion.find((one) => one.field === field)?.column
    assert.deepEqual(['platformOrderId', 'createdAt', 'name', 'quantity', 'price', 'merchantSku'].map(columnOf), [
      'Order No.',
      'Order Date',
      'Recipient Name',
      'Qty',
      'Unit Price',
      'SKU',
    ])
  })
  it('shows in both languages why the whole file would be refused', async () => {
    const file = await openOrderFile(new Blob([jd(jdRow('6.9E+18'))]).stream(), 'a.csv')
    const { problem } = await previewOrderFile(file)
    await file.close()
    assert.match(problem?.message.zh ?? '', /第 2 行“订单号”.*Excel/)
    assert.match(problem?.message.en ?? '', /row 2 Excel has destroyed/)
  })
})

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x55
  return copy
}
