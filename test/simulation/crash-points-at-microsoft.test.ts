import { describeCrashPoints } from './crash-points-at.ts'

describeCrashPoints('microsoft')
