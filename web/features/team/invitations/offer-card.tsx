import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Typography } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { InvitationOffer } from '#contract/team-invitations.ts'
import { useLanguage } from '#web/i18n/i18n.ts'

type Grant = InvitationOffer['grants'][number]
const shortMoment = (at: string): string => dayjs(at).format('MM-DD HH:mm')

/** Who invites, into what, with which rights, until when. */
export function OfferCard({ offer }: { offer: InvitationOffer }) {
  const { t } = useTranslation()
  return (
    <section className="accept-card">
      <div>
        <h1>{t('invitations.accept.heading', { merchant: offer.merchantName })}</h1>
        <Typography.Text type="secondary">
          {t('invitations.accept.by', { inviter: offer.inviterName })} ·{' '}
          {t('invitations.accept.until', { at: shortMoment(offer.expiresAt) })}
        </Typography.Text>
      </div>
      <h2>
        <SafetyCertificateOutlined /> {t('invitations.accept.rights')}
      </h2>
      {offer.grants.length === 0 ? (
        <Typography.Text>{t('invitations.accept.noRights')}</Typography.Text>
      ) : (
        <ul className="accept-grants">
          {offer.grants.map((grant) => (
            <OfferedGrant key={JSON.stringify(grant)} grant={grant} />
          ))}
        </ul>
      )}
      <dl className="accept-facts">
        <dt>{t('invitations.accept.login')}</dt>
        <dd>
          <strong>{offer.login}</strong>
        </dd>
        {offer.department !== null && (
          <>
            <dt>{t('invitations.accept.department')}</dt>
            <dd>{offer.department}</dd>
          </>
        )}
      </dl>
      {offer.endsAt !== null && (
        <Typography.Text type="warning">{t('invitations.accept.temporary', { at: shortMoment(offer.endsAt) })}</Typography.Text>
      )}
    </section>
  )
}

function OfferedGrant({ grant }: { grant: Grant }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const shops = grant.shops === null ? t('invitations.accept.allShops') : grant.shops.join(language === 'zh' ? '、' : ', ')
  const range = t(`invitations.accept.ranges.${grant.range}`, { department: grant.department ?? '' })
  return (
    <li>
      <strong>{language === 'zh' ? grant.roleZh : grant.roleEn}</strong>
      <small>
        {t('invitations.accept.inShops', { shops })} · {range}
        {grant.until !== null && ` · ${t('invitations.accept.grantUntil', { at: shortMoment(grant.until) })}`}
      </small>
    </li>
  )
}
