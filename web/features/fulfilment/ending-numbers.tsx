import { Link } from '@tanstack/react-router'
import { Alert, Flex, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

const SHOWN = 5

/** Numbers that their platform takes back before long: to be printed and shipped at once, or fetched anew. */
export function EndingNumbers() {
  const { t } = useTranslation()
  const may = useMay()
  const ending = useOperation('fulfilment.listEndingWaybills', {}, { enabled: may('fulfilment.view'), live: true }).data
  if (!ending || ending.total === 0) return null
  const { rows, total } = ending
  const isOver = rows.some((row) => row.isOver)
  return (
    <Alert
      className="filter-bar"
      type={isOver ? 'error' : 'warning'}
      showIcon
      title={t('fulfilment.ending.title', { n: total })}
      description={
        <>
          <div>{t('fulfilment.ending.hint')}</div>
          <Flex vertical gap={2}>
            {rows.slice(0, SHOWN).map((row) => (
              <Flex key={row.parcelId} gap={8} wrap align="center">
                <Link to="/parcels/$parcelId" params={{ parcelId: row.parcelId }}>
                  {row.parcelNumber}
                </Link>
                <span>
                  {row.carrier} {row.waybillNumber}
                </span>
                {row.isPrinted && <Tag>{t('fulfilment.ending.printed')}</Tag>}
                <span className={row.isOver ? 'warn' : 'faint'}>
                  {t(row.isOver ? 'fulfilment.ending.over' : 'fulfilment.ending.soon')} <Moment at={row.endsAt} />
                </span>
              </Flex>
            ))}
            {total > SHOWN && <span className="faint">{t('fulfilment.ending.more', { n: total - SHOWN })}</span>}
          </Flex>
        </>
      }
    />
  )
}
