import { CrownFilled } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'

const HUES = 360

/** A hue of its own for each person, the same wherever they are shown. */
const hueOf = (accountId: string): number =>
  Array.from(accountId).reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) % HUES, 7)

function Avatar({ row }: { row: Pick<StaffRow, 'accountId' | 'name' | 'state'> }) {
  return (
    <span
      className="person-avatar"
      data-out={row.state !== 'active'}
      style={{ '--hue': hueOf(row.accountId) } as never}
      aria-hidden
    >
      {row.name.slice(0, 1)}
    </span>
  )
}

/** Plain elements: a list draws a hundred of them at once. */
export function PersonName({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  return (
    <div className="person">
      <Avatar row={row} />
      <div className="person-words">
        <div className="person-name">
          <strong>{row.name}</strong>
          {row.isOwner && <CrownFilled className="person-owner" title={t('people.owner')} aria-label={t('people.owner')} />}
        </div>
        <div className="person-login">{row.login}</div>
      </div>
    </div>
  )
}
