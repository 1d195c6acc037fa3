import { Modal } from 'antd'
import { useTranslation } from 'react-i18next'
import { TotpSetUp } from './totp-set-up.tsx'

type TotpDialogProps = { onClose: () => void; onDone: (recoveryCodes: string[]) => void }

export function TotpDialog({ onClose, onDone }: TotpDialogProps) {
  const { t } = useTranslation()
  return (
    <Modal open title={t('account.totp.title')} footer={null} onCancel={onClose} width={420} destroyOnHidden>
      <TotpSetUp onDone={onDone} onGivenUp={onClose} />
    </Modal>
  )
}
