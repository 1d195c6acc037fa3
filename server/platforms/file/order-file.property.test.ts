import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { writeXlsx } from 'hucre/xlsx'
import { amountUnits, fenOf } from './cell-text.ts'
import { OrderFileRefused } from './file-refused.ts'
import { csv, DOUYIN_HEADER, JD_HEADER, readBytes, TAOBAO_HEADER, taobaoRow } from './order-file.fixtures.ts'
import { OrderRowCounts } from './order-row-counts.ts'
import { splitAddress } from './receiver-text.ts'
import { readTime } from './wall-time.ts'

/** Reads anything; the only failure allowed is a coded refusal, and every fact that comes out is well formed. */
async function survives(bytes: Uint8Array | string, name: string): Promise<void> {
  try {
    const { orders } = await readBytes(bytes, name)
    for (const { snapshot } of orders) {
      assert.ok(
        snapshot.platformOrderId && !Number.isNaN(Date.parse(snapshot.createdAt)) && snapshot.modifiedAt >= snapshot.createdAt,
      )
      for (const fen of [snapshot.goodsFen, snapshot.freightFen, snapshot.discountFen, snapshot.paidFen, snapshot.refundedFen])
        assert.ok(Number.isSafeInteger(fen) && fen >= 0)
      for (const line of snapshot.lines)
        assert.ok(
          Number.isSafeInteger(line.quantity) && line.quantity > 0 && Number.isSafeInteger(line.priceFen) && line.priceFen >= 0,
        )
      assert.equal(new Set(snapshot.lines.map((line) => line.platformLineId)).size, snapshot.lines.length)
    }
  } catch (error) {
    if (!(error instanceof OrderFileRefused)) throw error
  }
}

const cell = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    '"',
    '="1"',
    "'1",
    '\t6917',
    '6.9E+18',
    'null',
    '1.00',
    '-3',
    '1e400',
    '9'.repeat(40),
    '2026-01-01 00:00:00',
    '2026-13-45',
    '已发货',
    '待发货',
    '等待出库',
    '1;2',
    ';',
    '\u0000',
    '\ufffd',
    '__proto__',
    'constructor',
  ),
  fc.integer().map(String),
)

describe('whatever is uploaded', () => {
  it('any bytes end in orders or in a coded refusal', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom('a.csv', 'a.csv.gz', 'a.csv.xz', 'a.xlsx'),
        (bytes, name) => survives(bytes, name),
      ),
      { numRuns: 60 },
    )
  })
  it('any cells below a known header end in orders or in a coded refusal', async () => {
    const headers = [JD_HEADER, DOUYIN_HEADER, TAOBAO_HEADER]
    const rows = fc.array(fc.array(cell, { maxLength: 30 }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...headers), rows, fc.boolean(), (header, cells, raw) =>
        survives(raw ? [header, ...cells].map((row) => row.join(',')).join('\n') : csv(header, ...cells), 'a.csv'),
      ),
      { numRuns: 60 },
    )
  })
  it('one changed cell of a good row never breaks the reader', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(TAOBAO_HEADER.length - 1), cell, (at, value) =>
        survives(csv(TAOBAO_HEADER, taobaoRow().with(at, value)), 'a.csv'),
      ),
      { numRuns: 60 },
    )
  })
  it('a workbook with a changed byte ends in orders or in a coded refusal', async () => {
    const workbook = await writeXlsx({
      sheets: [{ name: '订单', rows: [JD_HEADER, ['J1', 'A', 'B', 1, '2026-01-01', 1, 'C', 'D', '1', 1, '等待出库']] }],
    })
    await fc.assert(
      fc.asyncProperty(fc.nat(workbook.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) =>
        survives(workbook.with(at, (workbook[at] ?? 0) ^ change), 'a.xlsx'),
      ),
      { numRuns: 60 },
    )
  })
})

describe('single values', () => {
  it('an amount in yuan keeps every fen', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e11, max: 1e11 }), (fen) => {
        const text = `${fen < 0 ? '-' : ''}${Math.floor(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
        assert.equal(fenOf(amountUnits(text, '.', 'major') ?? Number.NaN), fen)
      }),
    )
    const read = (text: string) => amountUnits(text, '.', 'major')
    assert.deepEqual(
      [read('￥1,234.50元'), read(''), read('--'), read('0.005'), read('1,23')],
      [12_345_000, null, null, 50, Number.NaN],
    )
    assert.equal(fenOf(amountUnits('1999', '.', 'minor') ?? 0), 1999)
  })
  it('a time on the shop’s clock comes back from UTC unchanged, summer time included', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'medium' })
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2027, 0) }), (at) => {
        const shown = clock.format(at)
        assert.equal(clock.format(new Date(readTime(shown, 'ymd', 'Europe/London') ?? '')), shown)
      }),
    )
    const zone = 'Asia/Shanghai'
    assert.deepEqual(
      ['2026/1/2 3:04', '2026年1月2日 3时4分', '2026-01-02T03:04:00+08:00', '2026.01.02 03:04:00.000'].map((text) =>
        readTime(text, 'ymd', zone),
      ),
      Array(4).fill('2026-01-01T19:04:00.000Z'),
    )
    assert.deepEqual(
      [
        readTime('1767294240', 'epochSeconds', zone),
        readTime('2026-02-30', 'ymd', zone),
        readTime('02/01/2026', 'ymd', zone),
        readTime('', 'ymd', zone),
      ],
      ['2026-01-01T19:04:00.000Z', undefined, undefined, null],
    )
  })
  it('an address loses nothing when its regions are cut off', () => {
    fc.assert(
      fc.property(fc.constantFrom('广东', '内蒙古自治区', '上海市', '新疆维吾尔自治区', '某处'), fc.string(), (head, tail) => {
        const { province, city, district, town, address, zip } = splitAddress(head + tail)
        const parts = [province, city === province ? '' : city, district, town, address, zip].join('')
        assert.deepEqual(
          [...parts].filter((char) => /[\p{L}\d]/u.test(char)).sort(),
          [...(head + tail)].filter((char) => /[\p{L}\d]/u.test(char)).sort(),
        )
      }),
    )
    const cut = (text: string) => {
      const { province, city, district, address } = splitAddress(text)
      return [province, city, district, address]
    }
    assert.deepEqual(cut('内蒙古自治区'), ['内蒙古自治区', '', '', ''])
    assert.deepEqual(cut('广东深圳市福田区某某路6号'), ['广东', '深圳市', '福田区', '某某路6号'])
    assert.deepEqual(cut('1 Main Street'), ['', '', '', '1 Main Street'])
  })
  it('counts the rows of very many orders exactly', () => {
    const counts = new OrderRowCounts()
    for (let n = 0; n < 30_000; n += 1) counts.add(`69${n % 20_000}`)
    assert.deepEqual([counts.orders, counts.rowsOf('695'), counts.rowsOf('6919999'), counts.rowsOf('none')], [20_000, 2, 1, 0])
  })
})
