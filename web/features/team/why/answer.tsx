import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons'
import { Flex, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { grantablePermissions, type Permission, permissions } from '#contract/permissions.ts'
import type { Explanation, Reason } from '#contract/team-questions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { exactMoment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { GivenBy } from '../grants/given-by.tsx'
import { useGrantSentence } from '../grants/use-grant-names.ts'
import { useRoles } from '../roles/use-roles.ts'

/** Whose rights are asked about. */
/** `name` null: the reader themselves. */
export type About = { name: string | null; departmentId: string | null; mayGrant: boolean }
type AnswerProps = {
  about: About
  asked: { operation: string } | { permission: Permission }
  explanation: Explanation
}

/** The answer in sentences: yes or no, what says so, and, where it is no, what is missing and who could give it. */
export function Answer({ about, asked, explanation }: AnswerProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { allowed, permission, blocked, isOwner, asOf } = explanation
  const act = 'operation' in asked ? operationName(asked.operation, language) : permissions[asked.permission][language]
  return (
    <Flex vertical gap={16}>
      <div className="why-verdict" data-allowed={allowed} role="status">
        {allowed ? <CheckCircleFilled /> : <CloseCircleFilled />}
        <div>
          <strong>
            {about.name === null
              ? t(allowed ? 'why.own.saysYes' : 'why.own.saysNo', { act })
              : t(allowed ? 'why.saysYes' : 'why.saysNo', { name: about.name, act })}
          </strong>
          <div>{permission === null ? t('why.openToAll') : t('why.needs', { right: permissions[permission][language] })}</div>
          {blocked && <div>{t(`why.blocked.${blocked}`)}</div>}
          {isOwner && !blocked && permission !== null && <div>{t('why.ownerHolds')}</div>}
        </div>
      </div>
      {permission !== null && <Reasons about={about} reasons={explanation.grants} />}
      {explanation.bounds.map((bound) => (
        <section key={bound.accountId}>
          <Typography.Title level={5}>
            {t('why.bound', { name: bound.name })}{' '}
            <Tag color={bound.allowed ? 'green' : 'red'}>{t(bound.allowed ? 'why.boundMay' : 'why.boundMayNot')}</Tag>
          </Typography.Title>
          <Reasons about={about} reasons={bound.grants} />
        </section>
      ))}
      {!allowed && permission !== null && !blocked && (
        <Remedy about={about} permission={permission} carriedBy={explanation.carriedBy} />
      )}
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {t('why.asOf', { at: exactMoment(asOf.at), ip: asOf.ip || t('why.anywhere') })}
      </Typography.Text>
    </Flex>
  )
}

/** Grants that have something to do with the question, each with what it says; the others are only counted. */
function Reasons({ about, reasons }: { about: About; reasons: Reason[] }) {
  const { t } = useTranslation()
  const telling = reasons.filter(({ because }) => because !== 'notCarried')
  const others = reasons.length - telling.length
  return (
    <Flex vertical gap={8}>
      {reasons.length === 0 && <Typography.Text type="secondary">{t('why.noGrants')}</Typography.Text>}
      {telling.map((reason) => (
        <ReasonLine key={reason.grantId} about={about} reason={reason} />
      ))}
      {others > 0 && (
        <Typography.Text type="secondary">
          {t(telling.length > 0 ? 'why.others' : 'why.unrelated', { n: others })}
        </Typography.Text>
      )}
    </Flex>
  )
}

export function ReasonLine({ about, reason, isPlain = false }: { about: About; reason: Reason; isPlain?: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const sentence = useGrantSentence()
  const { because, given, throughDepartment } = reason
  const role = reason.grantId === 'owner' ? t('people.owner') : language === 'zh' ? reason.roleZh : reason.roleEn
  return (
    <div className="why-reason" data-holds={isPlain || because === 'holds'}>
      <Flex gap={6} align="center" wrap>
        <strong>{role}</strong>
        {throughDepartment && <Tag>{t('grants.inherited', { department: throughDepartment })}</Tag>}
        {!isPlain && <Tag color={because === 'holds' ? 'green' : 'orange'}>{t(`why.because.${because}`)}</Tag>}
      </Flex>
      {given && <span>{sentence(given, { departmentId: about.departmentId })}</span>}
      {given && <GivenBy grant={given} />}
    </div>
  )
}

function Remedy({ about, permission, carriedBy }: { about: About; permission: Permission; carriedBy: string[] }) {
  const { t } = useTranslation()
  const { nameOf } = useRoles()
  const isGrantable = carriedBy.length > 0
  if (!grantablePermissions.includes(permission)) return <Typography.Text>{t('why.onlyOwner')}</Typography.Text>
  return (
    <section className="why-remedy">
      <span className="faint">{t('why.carriedBy')}</span>
      <Flex gap={4} wrap>
        {carriedBy.map((role) => (
          <Tag key={role}>{nameOf(role)}</Tag>
        ))}
        {!isGrantable && t('why.noRole')}
      </Flex>
      <span className="faint">{t('why.whoGrants')}</span>
      <span>
        {t('why.askOwner')} {about.mayGrant && t('why.grantNow')}
      </span>
    </section>
  )
}
