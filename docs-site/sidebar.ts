export function sidebar() {
  return [
    { label: "Overview", link: "/" },
    { label: "Redundancy", link: "/redundancy/" },
  ];
}
