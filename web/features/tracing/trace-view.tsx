import { Alert, Flex, Skeleton, Timeline, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TracePage } from '#contract/tracing.ts'
import { useMayCall } from '#web/app/session.ts'
import { Section } from '#web/features/orders/parcel-sections.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

/** How a parcel that has left travels; nothing before it has. */
export function ParcelTraces({ parcelId }: { parcelId: string }) {
  const mayCall = useMayCall()
  const isOpen = mayCall('tracing.readParcelTrace')
  const query = useOperation('tracing.readParcelTrace', { parcelId }, { live: true, enabled: isOpen })
  if (!isOpen || query.error) return null
  if (!query.data) return <Skeleton active />
  return query.data.rows.map((trace) => <TraceView key={trace.traceId} trace={trace} />)
}

function TraceView({ trace }: { trace: TracePage }) {
  const { t } = useTranslation()
  const { events, exceptions, problem } = trace
  return (
    <Section title={t('tracing.trace')} extra={<StateTag kind="trace" state={trace.state} />}>
      <Flex vertical gap={12}>
        <span>
          {trace.carrierName} <Typography.Text copyable>{trace.waybillNumber}</Typography.Text>
          {trace.isReplaced && <span className="faint"> {t('tracing.replaced')}</span>}
        </span>
        {problem !== '' && <TraceProblem problem={problem} />}
        {exceptions.map((each) => (
          <ExceptionLine key={each.raisedAt} exception={each} />
        ))}
        {events.length === 0 && problem === '' && <span className="faint">{t('tracing.noNews')}</span>}
        <Timeline
          items={events.map((event, index) => ({
            key: `${event.at} ${event.text}`,
            color: index === 0 ? 'blue' : 'gray',
            content: (
              <>
                <div>{event.text}</div>
                <div className="cell-sub">
                  <Moment at={event.at} />
                  {event.place && <span>{event.place}</span>}
                </div>
              </>
            ),
          }))}
        />
      </Flex>
    </Section>
  )
}

function TraceProblem({ problem }: { problem: string }) {
  const { t } = useTranslation()
  const reason = problem === 'noService' ? t('tracing.noService') : problem
  return <Alert type="warning" title={t('tracing.problem', { reason })} />
}

function ExceptionLine({ exception }: { exception: TracePage['exceptions'][number] }) {
  const { t } = useTranslation()
  const { kind, raisedAt, closedAt, closedBy, note } = exception
  const outcome =
    closedAt === null
      ? t('tracing.stillOpen')
      : closedBy === ''
        ? t('tracing.movedOn')
        : t('tracing.closedBy', { name: closedBy, note })
  return (
    <Flex gap={6} wrap align="center">
      <StateTag kind="traceException" state={kind} />
      <Moment at={raisedAt} />
      <span className={closedAt === null ? 'warn' : 'faint'}>{outcome}</span>
    </Flex>
  )
}
