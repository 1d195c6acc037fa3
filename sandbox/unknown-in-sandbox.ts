export class UnknownInSandbox extends Error {
  override readonly name = 'UnknownInSandbox'
}
