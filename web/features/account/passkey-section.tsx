import { KeyOutlined } from '@ant-design/icons'
import { Button, Flex, Popconfirm, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '#web/shared/moment.tsx'
import { arePasskeysPossible } from '#web/shared/passkeys.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { FactorRow } from './factor-row.tsx'
import type { OwnFactors } from './factor-sections.tsx'
import { useAddPasskey } from './use-add-passkey.ts'

type Passkey = OwnFactors['passkeys'][number]
type PasskeySectionProps = { passkeys: readonly Passkey[]; onCodes: (codes: string[]) => void }

export function PasskeySection({ passkeys, onCodes }: PasskeySectionProps) {
  const { t } = useTranslation()
  const add = useAddPasskey(onCodes)
  const isPossible = arePasskeysPossible()
  return (
    <FactorRow
      icon={<KeyOutlined />}
      title={t('account.passkeys.title')}
      hint={t('account.passkeys.hint')}
      state={!isPossible && <Typography.Text type="warning">{t('account.passkeys.impossible')}</Typography.Text>}
      acts={
        <Button disabled={!isPossible} loading={add.isBusy} onClick={add.run}>
          {t('account.passkeys.add')}
        </Button>
      }
    >
      <Flex vertical gap={8} className="passkeys">
        {passkeys.map((passkey) => (
          <PasskeyRow key={passkey.passkeyId} passkey={passkey} />
        ))}
      </Flex>
    </FactorRow>
  )
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { t } = useTranslation()
  const rename = useCommand('team.renamePasskey')
  const remove = useCommand('team.removePasskey')
  const { passkeyId } = passkey
  const onChange = (name: string) => {
    if (name.trim() !== '' && name !== passkey.name) rename.mutate({ passkeyId, name })
  }
  return (
    <Flex justify="space-between" align="center" gap={12} wrap className="passkey">
      <div>
        <Flex gap={8} align="center">
          <Typography.Text editable={{ onChange, maxLength: 60 }}>{passkey.name}</Typography.Text>
          {passkey.isBackedUp && <Tag>{t('account.passkeys.synced')}</Tag>}
        </Flex>
        <div className="faint">
          {passkey.lastUsedAt === null ? (
            t('account.passkeys.never')
          ) : (
            <>
              {t('account.passkeys.lastUsed')} <Moment at={passkey.lastUsedAt} />
            </>
          )}
        </div>
      </div>
      <Popconfirm
        title={t('account.passkeys.removeAsk')}
        onConfirm={() => remove.mutate({ passkeyId })}
        okButtonProps={{ danger: true }}
      >
        <Button size="small" danger loading={remove.isPending}>
          {t('account.totp.remove')}
        </Button>
      </Popconfirm>
    </Flex>
  )
}
