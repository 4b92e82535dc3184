// Badges and providers as they are shown.

/** The icon of a verification badge. */
export function badgeIcon(badge: string | undefined): string {
  switch (badge) {
    case 'verified':
      return '$(check)';
    case 'refused':
      return '$(warning)';
    default:
      return '$(circle-outline)';
  }
}

export function providerName(provider: string): string {
  switch (provider) {
    case 'cpu':
      return 'CPU';
    case 'directml':
      return 'DirectML';
    case 'webgpu':
      return 'WebGPU';
    case 'auto':
      return 'Automatic';
    default:
      return provider;
  }
}
