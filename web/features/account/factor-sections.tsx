import { MobileOutlined, SafetyOutlined } from '@ant-design/icons'
import { App, Button, Card, Flex, Popconfirm, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { FactorRow } from './factor-row.tsx'
import { PasskeySection } from './passkey-section.tsx'
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx'
import { TotpDialog } from './totp-dialog.tsx'

export type OwnFactors = OutputOf<'team.readOwnFactors'>

/** Code app, passkeys and recovery codes; codes that were just made are shown over everything, once. */
export function FactorSections({ factors }: { factors: OwnFactors }) {
  const { t } = useTranslation()
  const [codes, setCodes] = useState<string[]>([])
  const isOn = factors.totpSince !== null || factors.passkeys.length > 0
  return (
    <Card
      title={
        <Flex gap={8} align="center">
          {t('account.factors.title')}
          <Tag color={isOn ? 'green' : 'default'}>{isOn ? t('account.factors.on') : t('account.factors.off')}</Tag>
          {factors.isRequired && <Tag color="orange">{t('account.factors.required')}</Tag>}
        </Flex>
      }
    >
      <Typography.Paragraph type="secondary">{t('account.factors.hint')}</Typography.Paragraph>
      <TotpRow since={factors.totpSince} onCodes={setCodes} />
      <PasskeySection passkeys={factors.passkeys} onCodes={setCodes} />
      {isOn && <CodesRow left={factors.recoveryCodesLeft} onCodes={setCodes} />}
      <RecoveryCodesDialog codes={codes} onClose={() => setCodes([])} />
    </Card>
  )
}

type OnCodes = { onCodes: (codes: string[]) => void }

function TotpRow({ since, onCodes }: OnCodes & { since: string | null }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const remove = useCommand('team.removeTotp')
  return (
    <FactorRow
      icon={<MobileOutlined />}
      title={t('account.totp.title')}
      hint={t('account.totp.hint')}
      state={
        since !== null && (
          <>
            {t('account.totp.since')} <Moment at={since} />
          </>
        )
      }
      acts={
        <>
          <Button onClick={() => setOpen(true)}>{since === null ? t('account.totp.setUp') : t('account.totp.replace')}</Button>
          {since !== null && (
            <Popconfirm title={t('account.totp.removeAsk')} onConfirm={() => remove.mutate({})} okButtonProps={{ danger: true }}>
              <Button danger loading={remove.isPending}>
                {t('account.totp.remove')}
              </Button>
            </Popconfirm>
          )}
        </>
      }
    >
      {isOpen && (
        <TotpDialog
          onClose={() => setOpen(false)}
          onDone={(codes) => {
            setOpen(false)
            onCodes(codes)
          }}
        />
      )}
    </FactorRow>
  )
}

function CodesRow({ left, onCodes }: OnCodes & { left: number }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const make = useCommand('team.makeRecoveryCodes', { onDone: ({ recoveryCodes }) => onCodes(recoveryCodes) })
  const ask = () =>
    void modal.confirm({
      title: t('account.codes.make'),
      content: t('account.codes.makeAsk'),
      onOk: () => make.mutateAsync({}).catch(() => undefined),
    })
  return (
    <FactorRow
      icon={<SafetyOutlined />}
      title={t('account.codes.title')}
      hint={t('account.codes.hint')}
      state={<Typography.Text type={left < 3 ? 'warning' : 'secondary'}>{t('account.codes.left', { n: left })}</Typography.Text>}
      acts={
        <Button loading={make.isPending} onClick={ask}>
          {t('account.codes.make')}
        </Button>
      }
    />
  )
}
