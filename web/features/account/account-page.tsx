import { Card, Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { DevicesSection } from './devices-section.tsx'
import { FactorSections } from './factor-sections.tsx'
import { PasswordForm } from './password-form.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { WaitingApprovals } from './waiting-approvals.tsx'
import './account.css'

/** One's own account: password, second factors, devices. */
export function AccountPage() {
  const { t } = useTranslation()
  const factors = useOperation('team.readOwnFactors', {})
  return (
    <>
      <PageTitle title={t('account.title')} hint={t('account.hint')} />
      <Flex vertical gap={16} className="account">
        <WaitingApprovals />
        <Card title={t('account.password.title')}>
          <PasswordForm onDone={() => undefined} />
        </Card>
        {factors.data && <FactorSections factors={factors.data} />}
        <SessionsSection />
        <DevicesSection />
      </Flex>
    </>
  )
}
