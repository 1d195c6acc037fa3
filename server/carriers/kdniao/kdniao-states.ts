/** KDNiao's states. StateEx is the finer one where it comes; the codes were collected from public use of the service. */
import type { ParcelState } from '#server/carriers/tracker.ts'

const STATES: ReadonlyMap<string, ParcelState> = new Map([
  ['0', 'created'],
  ['1', 'picked_up'],
  ['2', 'in_transit'],
  ['3', 'delivered'],
  ['4', 'exception'],
  ['5', 'forwarded'],
  ['6', 'customs'],
  ['10', 'created'],
])
const FINER: ReadonlyMap<string, ParcelState> = new Map([
  ['202', 'out_for_delivery'],
  ['211', 'at_pickup_point'],
  ['404', 'refused'],
  ['406', 'returned'],
  ['407', 'returning'],
  ['412', 'at_pickup_point'],
  ['413', 'returning'],
  ['415', 'returning'],
  ['418', 'delivered'],
  ['419', 'out_for_delivery'],
])

/** The state of a parcel; a code nobody knows is an exception, for somebody should look. */
export function stateOfKdniao(state: string, stateEx: string): ParcelState {
  return FINER.get(stateEx) ?? STATES.get(stateEx.slice(0, 1)) ?? STATES.get(state) ?? 'exception'
}
