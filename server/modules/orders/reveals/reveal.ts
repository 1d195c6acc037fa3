/** The nouns of receivers that are asked for at their platform. */
export type RevealState = 'asking' | 'told' | 'refused'
export type Reveal = {
  orderId: string
  shopId: string
  askNumber: number
  state: RevealState
  receiverPrint: string
  attempts: number
  plainSealed: Buffer | null
  relayUntil: string | null
  keepUntil: string | null
}
/** What the platform told, as it is sealed. */
export type PlainReceiver = { name: string; phone: string; address: string }
export type Ration = { countedOn: string; used: number; nextCallAt: string | null; waitUntil: string | null }
/** An error of the contract with its values. `platform` in them is the platform's code. */
export type Problem = { code: string; params: Record<string, string> }
