import { Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StateKind, StateOf } from '#web/i18n/state-texts.ts'

type Tone = 'default' | 'processing' | 'success' | 'warning' | 'error'

/** One colour language everywhere: grey = nothing to do, blue = somebody's work, green = good, amber = look, red = act. */
const tones: Record<Tone, readonly string[]> = {
  default: ['unpaid', 'none', 'finished', 'cancelled', 'closed', 'left', 'queued', 'unknown', 'settled'],
  processing: [
    'review',
    'awaiting',
    'waybill',
    'print',
    'ship',
    'paid',
    'buffer',
    'buffering',
    'running',
    'waiting',
    'sending',
    'accepted',
    'drawn',
    'printing',
    'invited',
    'picked_up',
    'in_transit',
    'out_for_delivery',
    'forwarded',
    'customs',
  ],
  success: ['shipped', 'approved', 'printed', 'confirmed', 'active', 'delivered', 'fresh', 'idle', 'done'],
  warning: [
    'held',
    'partly_shipped',
    'late',
    'paused',
    'asked',
    'needs_person',
    'unauthorised',
    'suspended',
    'at_pickup_point',
    'stuck',
    'returning',
  ],
  error: [
    'stopped',
    'exception',
    'problem',
    'returned',
    'failed',
    'refused',
    'refunded',
    'authorisation_expired',
    'frozen',
    'penalty_frozen',
    'unreachable',
    'stale',
    'ended',
    'failing',
    'dead',
  ],
}

function toneOf(state: string): Tone {
  const found = (Object.keys(tones) as Tone[]).find((tone) => tones[tone].includes(state))
  return found ?? 'default'
}

/** A state in the reader's words and in the house's colours. */
export function StateTag<K extends StateKind>({ kind, state }: { kind: K; state: StateOf<K> }) {
  const { t } = useTranslation()
  return <Tag color={toneOf(state)}>{t(`states.${kind}.${state}` as 'states.account.active')}</Tag>
}
