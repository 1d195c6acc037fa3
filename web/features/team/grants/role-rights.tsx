import { Tag, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Permission, permissions } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { tellingRights } from '../roles/use-roles.ts'

const SHOWN = 6

/** What a role lets one do, in one line; all of it when pointed at. */
export function RoleRights({ codes }: { codes: readonly Permission[] }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const telling = tellingRights(codes)
  const names = telling.map((code) => permissions[code][language])
  const and = t('grants.say.and')
  const shown = names.slice(0, SHOWN).join(and)
  const high = telling.filter((code) => permissions[code].risk === 'high')
  return (
    <Typography.Text type="secondary" className="grant-permits">
      {t('grants.permits')}
      {names.length > SHOWN ? (
        <Tooltip title={names.join(and)}>{t('grants.permitsMore', { list: shown, n: names.length })}</Tooltip>
      ) : (
        shown
      )}
      {high.length > 0 && (
        <Tooltip title={high.map((code) => permissions[code][language]).join(and)}>
          <Tag color="red" className="grant-risk">
            {t('grants.preview.high')} {high.length}
          </Tag>
        </Tooltip>
      )}
    </Typography.Text>
  )
}
