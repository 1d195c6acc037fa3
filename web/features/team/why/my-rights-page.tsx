import { Alert, Card, Flex, Skeleton, Tag, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { type Permission, permissionGroups, permissions } from '#contract/permissions.ts'
import { useMe } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { groupedPermissions } from '../roles/permission-groups.ts'
import { ReasonLine } from './answer.tsx'
import { AskWhy } from './person-why.tsx'
import './why.css'

/** One's own rights: what was granted, what follows from it, and why this or that is possible or not. Open to everybody. */
export function MyRightsPage() {
  const { t } = useTranslation()
  const about = { name: null, departmentId: null, mayGrant: false }
  return (
    <>
      <PageTitle title={t('why.own.title')} hint={t('why.own.hint')} />
      <div className="my-rights">
        <Flex vertical gap={16}>
          <Card size="small" title={t('why.own.grants')}>
            <OwnGrants about={about} />
          </Card>
          <Card size="small" title={t('why.own.rights')}>
            <HeldRights />
          </Card>
        </Flex>
        <Card size="small" title={t('why.own.ask')}>
          <AskWhy about={about} accountId={null} />
        </Card>
      </div>
    </>
  )
}

/** Every grant of mine stands in the answer to any question, with the name of its role. */
function OwnGrants({ about }: { about: Parameters<typeof ReasonLine>[0]['about'] }) {
  const { t } = useTranslation()
  const answer = useOperation('team.explainOwnAccess', { permission: 'account.self' })
  if (answer.error) return <Alert type="error" showIcon title={sentenceOf(answer.error)} />
  if (!answer.data) return <Skeleton active />
  const { grants, isOwner } = answer.data
  if (isOwner) return t('why.ownerHolds')
  // What everybody has without being given it is no news.
  const given = grants.filter((reason) => reason.given !== null)
  return (
    <Flex vertical gap={8}>
      {given.length === 0 && <Typography.Text type="secondary">{t('why.own.none')}</Typography.Text>}
      {given.map((reason) => (
        <ReasonLine key={reason.grantId} about={about} reason={reason} isPlain />
      ))}
    </Flex>
  )
}

/** By the branches of the tree; where a right does not reach every shop, the shops are named. */
function HeldRights() {
  const { t } = useTranslation()
  const me = useMe()
  const language = useLanguage()
  const groups = groupedPermissions
    .map(({ group, codes }) => ({ group, held: codes.filter((code) => code in me.rights && code !== 'account.self') }))
    .filter(({ held }) => held.length > 0)
  if (groups.length === 0) return <Typography.Text type="secondary">{t('why.own.nothing')}</Typography.Text>
  return (
    <dl className="my-rights-groups">
      {groups.map(({ group, held }) => (
        <div key={group}>
          <dt>{permissionGroups[group][language]}</dt>
          <dd>
            {held.map((code) => (
              <HeldRight key={code} code={code} shopIds={me.rights[code] ?? null} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function HeldRight({ code, shopIds }: { code: Permission; shopIds: readonly string[] | null }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { nameOf } = useShops()
  const { risk, [language]: name } = permissions[code]
  return (
    <Tooltip
      title={shopIds ? t('why.own.inShops', { shops: shopIds.map(nameOf).join(t('grants.say.and')) }) : t('shared.allShops')}
    >
      <Tag color={risk === 'high' ? 'volcano' : 'default'}>
        {name}
        {shopIds && <small> · {t('why.own.shops', { n: shopIds.length })}</small>}
      </Tag>
    </Tooltip>
  )
}
