import { Tag, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { untimely } from '../grants/timely.ts'
import type { PeopleWords } from './people-words.ts'

const SHOWN = 2

/** What somebody was granted, each role with its reach in a sentence; the rest when pointed at. */
export function GrantSummary({ row, words }: { row: StaffRow; words: PeopleWords }) {
  const { t } = useTranslation()
  if (row.isOwner)
    return (
      <Tag color="gold" style={{ alignSelf: 'start' }}>
        {t('people.owner')}
      </Tag>
    )
  if (row.grants.length === 0)
    return words.isGrantedAbove(row) ? (
      <span className="faint">{t('people.onlyFromDepartment')}</span>
    ) : (
      <span className="warn">{t('people.noRights')}</span>
    )
  const lines = row.grants.map((grant) => ({ grant, role: words.roleOf(grant.role), text: words.sentenceOf(row, grant) }))
  const rest = lines.slice(SHOWN)
  return (
    <div>
      {lines.slice(0, SHOWN).map(({ grant, role, text }) => (
        <div key={grant.grantId} className="grant-summary" data-late={untimely(grant) !== undefined} title={text}>
          <strong>{role}</strong> <span>{text}</span>
        </div>
      ))}
      {rest.length > 0 && (
        <Tooltip title={rest.map(({ grant, role, text }) => <div key={grant.grantId}>{`${role}：${text}`}</div>)}>
          <small className="faint">{t('people.moreGrants', { n: rest.length })}</small>
        </Tooltip>
      )}
    </div>
  )
}
