import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { Section } from './parcel-sections.tsx'
import { useDetailWords } from './timeline-words.ts'

type Entry = ParcelPage['timeline'][number]

/** What happened to the parcel, newest first, straight from the log. */
export function ParcelTimeline({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  if (parcel.timeline.length === 0)
    return (
      <Section title={t('orders.parcel.timeline')}>
        <span className="faint">{t('orders.parcel.noTimeline')}</span>
      </Section>
    )
  return (
    <Section title={t('orders.parcel.timeline')}>
      <ol className="parcel-timeline">
        {parcel.timeline.map((entry) => (
          <li key={entry.entryId} data-refused={entry.outcome === 'refused'}>
            <TimelineEntry entry={entry} />
          </li>
        ))}
      </ol>
    </Section>
  )
}

function TimelineEntry({ entry }: { entry: Entry }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const nameOf = (actor: string) => (actor.startsWith('system:') ? t('orders.parcel.system') : actor)
  const words = useDetailWords()
  const said = entry.outcome === 'refused' ? [sentenceOf(refusalOf(entry))] : words(entry.details)
  return (
    <>
      <div>
        <strong>{operationName(entry.operation, language)}</strong> <span>{nameOf(entry.actorName)}</span>{' '}
        <span className="faint">
          <Moment at={entry.at} />
        </span>
      </div>
      {said.map((sentence) => (
        <div key={sentence} className="faint">
          {sentence}
        </div>
      ))}
    </>
  )
}

function refusalOf({ details }: Entry): { code: string; params: Record<string, string | number> } {
  const { code, ...params } = details
  return { code: String(code), params: params as Record<string, string | number> }
}
