export function sidebar() {
  return [{ label: "Overview", link: "/" }];
}
