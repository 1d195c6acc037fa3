import { useTranslation } from 'react-i18next'
import type { Station } from '#contract/orders.ts'
import './station-steps.css'

const STEPS = ['review', 'waybill', 'print', 'ship', 'shipped'] as const
export type Step = (typeof STEPS)[number]

function stepOf(station: Station): Step {
  return (STEPS as readonly string[]).includes(station) ? (station as Step) : 'review'
}

/** The assembly line of a parcel: what is behind it, where it stands, what lies ahead. */
export function StationSteps({ station }: { station: Station }) {
  const { t } = useTranslation()
  const at = STEPS.indexOf(stepOf(station))
  const isStuck = station === 'held' || station === 'stopped'
  return (
    <ol className="station-steps" aria-label={t(`states.station.${station}`)}>
      {STEPS.map((step, index) => {
        const isDone = index < at || station === 'shipped'
        const state = isDone ? 'done' : index > at ? 'ahead' : isStuck ? 'stuck' : 'here'
        return (
          <li key={step} data-state={state} aria-current={index === at ? 'step' : undefined}>
            {index === at && step !== station ? t(`states.station.${station}`) : t(`orders.steps.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}
