import { Modal } from 'antd'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { reviewTexts } from './review-texts.ts'

const KEYS: readonly (readonly [keys: readonly string[], meaning: keyof (typeof reviewTexts)['keys']])[] = [
  [['J', 'K', '↓', '↑'], 'move'],
  [['Space'], 'select'],
  [['X'], 'range'],
  [['Ctrl A'], 'all'],
  [['Esc'], 'clear'],
  [['A'], 'approve'],
  [['H'], 'hold'],
  [['R'], 'release'],
  [['M'], 'merge'],
  [['S'], 'split'],
  [['F'], 'forced'],
  [['C'], 'claimNext'],
  [['G'], 'giveBack'],
  [['T'], 'takeOver'],
  [['E'], 'recheck'],
  [['Enter'], 'open'],
  [['?'], 'help'],
]

export function KeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('orders.review.keys.title')} width={460}>
      <dl className="key-help">
        {KEYS.map(([keys, meaning]) => (
          <Fragment key={meaning}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`orders.review.keys.${meaning}`)}</dd>
          </Fragment>
        ))}
      </dl>
      <p className="faint">{t('orders.review.keys.many')}</p>
    </Modal>
  )
}
