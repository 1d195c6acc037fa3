import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idText, parseWireJson } from './wire-json.ts'

test('order ids beyond 2^53 arrive digit for digit', () => {
  const parsed = parseWireJson(
    '{"tid":3000000000000000001,"ids":[ 9007199254740993 ,-9007199254740993],"num":3,"rate":0.1234567890123456}',
  )
  assert.deepEqual(parsed, {
    tid: '3000000000000000001',
    ids: ['9007199254740993', '-9007199254740993'],
    num: 3,
    rate: 0.1234567890123456,
  })
})

test('a long number in a buyer note stays part of the note', () => {
  const note = 'see ":3000000000000000001," and \\ "3000000000000000002" \\'
  assert.deepEqual(parseWireJson(JSON.stringify({ note, next: 1 })), { note, next: 1 })
})

test('decimals and exponents with many digits stay numbers', () => {
  assert.deepEqual(parseWireJson('[1234567890123456.5,1e1234567890123456,1234567890123456e2]'), [
    1234567890123456.5,
    Infinity,
    1234567890123456e2,
  ])
})

for (const broken of ['', '{', '{"a":"', '"\\"', '{"a":"\\\\\\"}', '3000000000000000001,']) {
  test(`text cut off as ${JSON.stringify(broken)} is refused`, () => assert.throws(() => parseWireJson(broken), SyntaxError))
}

test('everything else is read exactly as JSON.parse reads it', () => {
  const nasty = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', '\\', '3000000000000000001', ',', ':', '{', '}', '中', ' ', '\n') }),
    fc.string(),
  )
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      nasty,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any')),
      fc.dictionary(nasty, tie('any')),
    ),
  })).any
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (content, indent) =>
      assert.deepEqual(parseWireJson(JSON.stringify(content, null, indent)), JSON.parse(JSON.stringify(content))),
    ),
  )
})

test('long integers anywhere between strings become text of the same digits', () => {
  const digits = fc.bigInt({ min: 10n ** 15n, max: 10n ** 20n })
  fc.assert(
    fc.property(digits, fc.string(), (id, note) => {
      const json = `{"a":${JSON.stringify(note)},"id":${id},"b":[${id},{"c":${JSON.stringify(note)}},-${id}]}`
      assert.deepEqual(parseWireJson(json), { a: note, id: String(id), b: [String(id), { c: note }, String(-id)] })
    }),
  )
})

test('ids are text whether they were numbers or not; a rounded one is none', () => {
  assert.deepEqual(
    [idText('3000000000000000001'), idText(42), idText(2 ** 60), idText(null)],
    ['3000000000000000001', '42', '', ''],
  )
})
