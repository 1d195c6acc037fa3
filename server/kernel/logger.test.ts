import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createLogger } from '#kernel/logger.ts'
import { withoutValues } from '#kernel/personal-text.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

test('a row the database refuses is named by its constraint; what stood in it is not written out', async () => {
  let written = ''
  const logger = createLogger(
    'warn',
    new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk)
        done()
      },
    }),
  )
  const broken = await t
    .write((tx) =>
      tx.write(sql`
        insert into accounts (merchant_id, account_id, login, name, state, password_hash)
        values (${t.merchantId}, gen_random_uuid(), 'canary-login', '金丝雀', 'dancing', 'canary-hash')`),
    )
    .catch((error: unknown) => error)
  logger.warn({ err: broken }, 'failed')
  assert.match(written, /accounts_state_check/)
  assert.doesNotMatch(written, /canary|金丝雀/)
})

test('what an outside system repeats of a person is left out of what it said', () => {
  const said = 'identity 王二 11010119900307123X (13912345678): no such card, order 1391234567800'
  assert.equal(
    withoutValues(said, ['王二', '11010119900307123X', '']),
    'identity *** *** (139****5678): no such card, order 1391234567800',
  )
})
