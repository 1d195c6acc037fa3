import { Tag } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { dayInWords } from '../grants/words.ts'

export type Seats = OutputOf<'team.readSeats'>
/** A pack that ends this soon is marked. */
const SOON_DAYS = 7

export function PackTag({ pack }: { pack: Seats['packs'][number] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const isSoon = pack.validUntil !== null && dayjs(pack.validUntil).diff(dayjs(), 'day') < SOON_DAYS
  const end =
    pack.validUntil === null ? t('people.seats.forGood') : t('people.seats.until', { day: dayInWords(pack.validUntil, language) })
  return (
    <Tag {...(isSoon && { color: 'orange' })}>
      {t('people.seats.packLine', { name: pack.source.replace(/^pack:/, ''), n: pack.seats })} · {end}
    </Tag>
  )
}
