/** A sandbox's state on disk, so that yesterday's account still works: saved a quarter of a second after a change. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

const SAVE_AFTER_MS = 250

/** `flush` saves at once, and for the last time. */
export class StateSaver {
  private timer: NodeJS.Timeout | null = null
  private saving: Promise<void> = Promise.resolve()
  private readonly file: string
  private readonly text: () => string

  constructor(file: string, text: () => string) {
    this.file = file
    this.text = text
    mkdirSync(dirname(file), { recursive: true })
  }

  soon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null
      // One write at a time: two would share the temporary file.
      this.saving = this.saving.then(() => this.save())
    }, SAVE_AFTER_MS)
  }

  async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    await this.saving
    writeFileSync(`${this.file}.new`, this.text())
    renameSync(`${this.file}.new`, this.file)
  }

  private async save(): Promise<void> {
    await writeFile(`${this.file}.new`, this.text())
    await rename(`${this.file}.new`, this.file)
  }
}
