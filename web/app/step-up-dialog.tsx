import { SafetyCertificateOutlined } from '@ant-design/icons'
import { Modal, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { call } from '#web/shared/api.ts'
import { passkeyForCheck } from '#web/shared/passkeys.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { ProveForm } from './prove-form.tsx'

/** Asked before a sensitive act; what waits for it is then done by itself. */
export function StepUpDialog({ onDone }: { onDone: (isConfirmed: boolean) => void }) {
  const { t } = useTranslation()
  const session = useOperation('team.readSession', {}, { staleMs: 0 })
  const hasFactor = session.data?.ways.some((way) => way === 'totp' || way === 'passkey') ?? false
  return (
    <Modal
      open
      title={
        <>
          <SafetyCertificateOutlined /> {t('shell.prove.title')}
        </>
      }
      footer={null}
      width={400}
      zIndex={1500}
      mask={{ closable: false }}
      onCancel={() => onDone(false)}
    >
      <p>{t('shell.prove.hint')}</p>
      {session.data ? (
        <ProveForm
          ways={session.data.ways}
          wantsCode={hasFactor}
          submit={t('shell.prove.confirm')}
          askPasskey={() => passkeyForCheck('stepUp')}
          prove={(proof) => call('team.stepUp', proof)}
          onDone={() => onDone(true)}
        />
      ) : (
        <Skeleton active paragraph={{ rows: 2 }} />
      )}
    </Modal>
  )
}
