import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeIpp, encodeIpp, type IppOutgoing, IppSyntaxError } from './ipp-codec.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(/\s/g, ''), 'hex')
const field = (tag: string, name: string, value: string) =>
  `${tag} ${name.length.toString(16).padStart(4, '0')} ${Buffer.from(name).toString('hex')} ${(value.length / 2).toString(16).padStart(4, '0')} ${value}`
const word = (text: string) => Buffer.from(text).toString('hex')

test('a print request is written byte for byte as RFC 8010 shows it', () => {
  const request = encodeIpp({
    operation: 0x0002,
    requestId: 1,
    groups: [
      {
        group: 'operation',
        attributes: [
          { syntax: 'charset', name: 'attributes-charset', values: ['utf-8'] },
          { syntax: 'naturalLanguage', name: 'attributes-natural-language', values: ['en-us'] },
          { syntax: 'uri', name: 'printer-uri', values: ['ipp://printer.example.com/ipp/print/pinetree'] },
          { syntax: 'name', name: 'job-name', values: ['foobar'] },
          { syntax: 'boolean', name: 'ipp-attribute-fidelity', values: [true] },
        ],
      },
      {
        group: 'job',
        attributes: [
          { syntax: 'integer', name: 'copies', values: [20] },
          { syntax: 'keyword', name: 'sides', values: ['two-sided-long-edge'] },
        ],
      },
    ],
    document: Buffer.from('%PDF'),
  })
  const expected = hex(
    [
      '0200 0002 00000001 01',
      field('47', 'attributes-charset', word('utf-8')),
      field('48', 'attributes-natural-language', word('en-us')),
      field('45', 'printer-uri', word('ipp://printer.example.com/ipp/print/pinetree')),
      field('42', 'job-name', word('foobar')),
      field('22', 'ipp-attribute-fidelity', '01'),
      '02',
      field('21', 'copies', '00000014'),
      field('44', 'sides', word('two-sided-long-edge')),
      '03',
      word('%PDF'),
    ].join(' '),
  )
  assert.deepEqual(Buffer.from(request), expected)
})

test('a label size is written as a collection inside a collection', () => {
  const size: IppOutgoing[] = [
    { syntax: 'integer', name: 'x-dimension', values: [7600] },
    { syntax: 'integer', name: 'y-dimension', values: [13000] },
  ]
  const media: IppOutgoing = {
    syntax: 'collection',
    name: 'media-col',
    values: [[{ syntax: 'collection', name: 'media-size', values: [size] }]],
  }
  const request = encodeIpp({ operation: 0x0002, requestId: 1, groups: [{ group: 'job', attributes: [media] }] })
  const expected = hex(
    [
      '0200 0002 00000001 02',
      field('34', 'media-col', ''),
      field('4a', '', word('media-size')),
      field('34', '', ''),
      field('4a', '', word('x-dimension')),
      field('21', '', '00001db0'),
      field('4a', '', word('y-dimension')),
      field('21', '', '000032c8'),
      field('37', '', ''),
      field('37', '', ''),
      '03',
    ].join(' '),
  )
  assert.deepEqual(Buffer.from(request), expected)
  assert.deepEqual(decodeIpp(request).groups, [
    {
      group: 'job',
      attributes: {
        'media-col': [{ members: { 'media-size': [{ members: { 'x-dimension': [7600], 'y-dimension': [13000] } }] } }],
      },
    },
  ])
})

test('an answer with every kind of value is read', () => {
  const answer = decodeIpp(
    hex(
      [
        '0200 0001 00000007 01',
        field('47', 'attributes-charset', word('utf-8')),
        field('35', 'status-message', `0005${word('zh-cn')}0006${word('缺纸')}`),
        '04',
        field('23', 'printer-state', '00000005'),
        field('44', 'printer-state-reasons', word('media-empty')),
        field('44', '', word('door-open')),
        field('22', 'printer-is-accepting-jobs', '00'),
        field('33', 'copies-supported', '00000001 000003e7'.replace(' ', '')),
        field('32', 'printer-resolution-default', '000000cb000000cb03'),
        field('13', 'printer-location', ''),
        field('31', 'printer-current-time', '07e8010203040500002b0800'),
        '05',
        field('21', 'number-up', '00000002'),
        '0a',
        field('42', 'job-name', word('shelf')),
        '03',
      ].join(' '),
    ),
  )
  assert.deepEqual([answer.version, answer.status, answer.requestId], ['2.0', 1, 7])
  assert.deepEqual(
    answer.groups.map(({ group }) => group),
    ['operation', 'printer', 'unsupported', 'other'],
  )
  assert.deepEqual(answer.groups[0]?.attributes['status-message'], ['缺纸'])
  assert.deepEqual(answer.groups[1]?.attributes, {
    'printer-state': [5],
    'printer-state-reasons': ['media-empty', 'door-open'],
    'printer-is-accepting-jobs': [false],
    'copies-supported': [{ lower: 1, upper: 999 }],
    'printer-resolution-default': [{ x: 203, y: 203, unit: 'dpi' }],
    'printer-location': [null],
    'printer-current-time': [hex('07e8010203040500002b0800')],
  })
})

test('what is written is read back, lists, nested collections and Chinese names included', () => {
  const name = fc.stringMatching(/^[a-z][a-z-]{0,12}$/)
  const values = fc.oneof(
    fc.record({
      syntax: fc.constantFrom('integer' as const, 'enum' as const),
      values: fc.array(fc.integer(), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ syntax: fc.constant('boolean' as const), values: fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      syntax: fc.constantFrom('text' as const, 'name' as const, 'keyword' as const),
      values: fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 3 }),
    }),
  )
  const flat = fc
    .tuple(name, values)
    .map(([ownName, { syntax, values: own }]): IppOutgoing => ({ syntax, name: ownName, values: own }))
  const members = fc.uniqueArray(flat, { selector: ({ name: ownName }) => ownName, minLength: 1, maxLength: 4 })
  const collection = fc
    .tuple(name, fc.array(members, { minLength: 1, maxLength: 3 }))
    .map(([ownName, own]): IppOutgoing => ({ syntax: 'collection', name: ownName, values: own }))
  const attributes = fc.uniqueArray(fc.oneof(flat, collection), { selector: ({ name: ownName }) => ownName, maxLength: 6 })
  const readBack = (outgoing: IppOutgoing[]): Record<string, unknown> =>
    Object.fromEntries(
      outgoing.map(({ name: ownName, values: own }) => [
        ownName,
        own.map((value) => (typeof value === 'object' ? { members: readBack(value) } : value)),
      ]),
    )
  fc.assert(
    fc.property(attributes, (outgoing) => {
      const bytes = encodeIpp({ operation: 2, requestId: 9, groups: [{ group: 'job', attributes: outgoing }] })
      assert.deepEqual(decodeIpp(bytes).groups, [{ group: 'job', attributes: readBack(outgoing) }])
    }),
  )
})

test('an answer cut off anywhere is refused, never half understood', () => {
  const whole = encodeIpp({
    operation: 0,
    requestId: 1,
    groups: [
      {
        group: 'job',
        attributes: [{ syntax: 'collection', name: 'media-col', values: [[{ syntax: 'integer', name: 'x', values: [1, 2] }]] }],
      },
    ],
  })
  for (let length = 0; length < whole.length; length++)
    assert.throws(() => decodeIpp(whole.subarray(0, length)), IppSyntaxError, `${length} bytes`)
})

test('any bytes at all are either read or refused in an orderly way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 200 }), (bytes) => {
      try {
        decodeIpp(Buffer.concat([hex('0200000000000001'), bytes]))
      } catch (error) {
        assert.ok(error instanceof IppSyntaxError, String(error))
      }
    }),
    { numRuns: 2000 },
  )
})

test('collections nested beyond reason are refused', () => {
  const level = `${field('4a', '', word('m'))} ${field('34', '', '')}`
  assert.throws(() => decodeIpp(hex(`0200 0000 00000001 02 ${field('34', 'a', '')} ${level.repeat(40)} 03`)), /nested too deeply/)
})
