/** Kuaidi100's states, as its public demo lists them; the tail of the list is general knowledge. */
import type { ParcelState } from '#server/carriers/tracker.ts'

const STATES: ReadonlyMap<string, ParcelState> = new Map([
  ['0', 'in_transit'],
  ['1', 'picked_up'],
  ['2', 'exception'],
  ['3', 'delivered'],
  ['4', 'returned'],
  ['5', 'out_for_delivery'],
  ['6', 'returning'],
  ['7', 'forwarded'],
  ['8', 'customs'],
  ['10', 'customs'],
  ['11', 'customs'],
  ['12', 'customs'],
  ['13', 'exception'],
  ['14', 'refused'],
])
/** The words of one event. */
const WORDS: ReadonlyMap<string, ParcelState> = new Map([
  ['揽收', 'picked_up'],
  ['在途', 'in_transit'],
  ['干线', 'in_transit'],
  ['派件', 'out_for_delivery'],
  ['投柜或驿站', 'at_pickup_point'],
  ['签收', 'delivered'],
  ['疑难', 'exception'],
  ['退签', 'returned'],
  ['退回', 'returning'],
  ['转投', 'forwarded'],
  ['清关', 'customs'],
  ['拒签', 'refused'],
])

/** A code nobody knows is an exception, for somebody should look. */
export const stateOfKuaidi100 = (state: string): ParcelState => STATES.get(state) ?? 'exception'
export const stateOfWord = (word: string): ParcelState | null => WORDS.get(word) ?? null
