/** A person's own phrases for replies. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'

export type Phrase = { phraseId: string; text: string }
export const phrasesOf = (reader: Reader, accountId: string): Promise<Phrase[]> =>
  reader.rows<Phrase>(sql`
    select phrase_id as "phraseId", body as text from reply_phrases
    where merchant_id = ${reader.merchantId} and account_id = ${accountId} order by created_at, phrase_id`)

/** Answers its id; one that is there already stays as it is (constraint: unique per account and words). */
export async function putPhrase(tx: Tx, accountId: string, text: string, now: Date): Promise<string> {
  const [row] = await tx.rows<{ phrase_id: string }>(sql`
    with added as (
      insert into reply_phrases (merchant_id, phrase_id, account_id, body, created_at)
      values (${tx.merchantId}, ${newId()}, ${accountId}, ${text}, ${now})
      on conflict (merchant_id, account_id, body) do nothing returning phrase_id)
    select phrase_id from added
    union all
    select p.phrase_id from reply_phrases p where p.merchant_id = ${tx.merchantId} and p.account_id = ${accountId} and p.body = ${text}`)
  if (!row) throw new Error('a phrase was neither inserted nor found')
  return row.phrase_id
}

/** False when this person has no such phrase. */
export const dropPhrase = async (tx: Tx, accountId: string, phraseId: string): Promise<boolean> =>
  (await tx.write(
    sql`delete from reply_phrases where merchant_id = ${tx.merchantId} and account_id = ${accountId} and phrase_id = ${phraseId}`,
  )) > 0
