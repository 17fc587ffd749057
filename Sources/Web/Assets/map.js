// The map where scripts run. It draws what the list below it says, and nothing else: each line of the list carries its point.
(() => {
  'use strict';
  const english = document.documentElement.lang === 'en';
  const say = (zh, en) => (english ? en : zh);

  // Nearest to where somebody stands: asked for on demand, and sent in the address alone.
  const here = document.querySelector('[data-map-here]');
  const said = document.querySelector('[data-map-said]');
  if (here && navigator.geolocation) {
    here.hidden = false;
    here.addEventListener('click', () => {
      said.textContent = say('正在定位…', 'Finding where you are…');
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        const to = new URL(here.dataset.mapHere, location.href);
        to.searchParams.set('lat', coords.latitude.toFixed(4));
        to.searchParams.set('lon', coords.longitude.toFixed(4));
        location.assign(to);
      }, () => { said.textContent = say('没有得到位置，可以选择一个区市。', 'Your place is not known; choose an area instead.'); }, { timeout: 10000, maximumAge: 60000 });
    });
  }

  const place = document.getElementById('map');
  const list = document.querySelector('[data-map-list]');
  if (!place || !window.L) return;
  place.hidden = false;
  const point = (element) => {
    const at = [Number(element.dataset.lat), Number(element.dataset.lon)];
    return element.dataset.lat && at.every(Number.isFinite) ? at : null;
  };
  // The list marks its lines in the same colours.
  const colours = { station: '#0b5c8c', platform: '#0d6239', employer: '#485965', event: '#7a4a00', lodging: '#5b3f8c' };
  const zones = [...place.querySelectorAll('[data-zone]')].map((zone) => ({ name: zone.dataset.zone, at: point(zone) }));
  place.replaceChildren();
  const map = L.map(place, { zoomControl: true, attributionControl: true, scrollWheelZoom: false, maxZoom: 18, minZoom: 7 });
  map.attributionControl.setPrefix(false);
  map.setView([36.3, 120.3], 9);
  if (place.dataset.tiles) {
    // Text, never markup.
    const note = document.createElement('span');
    note.textContent = place.dataset.note;
    L.tileLayer(place.dataset.tiles, { maxZoom: 18, attribution: note.innerHTML }).addTo(map);
  }

  const words = (title, under) => {
    const box = document.createElement('div');
    box.append(title);
    if (under) {
      const line = document.createElement('p');
      line.className = 'hint';
      line.textContent = under;
      box.append(line);
    }
    return box;
  };

  const bounds = [];
  for (const line of list?.querySelectorAll('li') ?? []) {
    const at = point(line);
    const link = line.querySelector('a');
    if (!at || !link) continue;
    bounds.push(at);
    const copy = link.cloneNode(true);
    const mark = L.circleMarker(at, { radius: line.dataset.kind === 'station' ? 9 : 7, color: '#fff', weight: 2, fillColor: colours[line.dataset.kind] ?? '#485965', fillOpacity: 0.95 })
      .bindPopup(words(copy, line.querySelector('.hint')?.textContent)).addTo(map);
    mark.bindTooltip(words(link.textContent));
    // The list's own link stays the way in; hovering shows where it is.
    line.addEventListener('mouseenter', () => mark.openTooltip());
    line.addEventListener('mouseleave', () => mark.closeTooltip());
  }
  for (const zone of zones) {
    if (!zone.at) continue;
    const box = document.createElement('span');
    box.textContent = zone.name;
    L.circleMarker(zone.at, { radius: 4, color: '#6b7b86', weight: 1, fillColor: '#fff', fillOpacity: 1 }).bindTooltip(box, { direction: 'right' }).addTo(map);
  }
  const centre = point(place);
  if (centre) {
    L.circleMarker(centre, { radius: 12, color: '#d08a00', weight: 3, fill: false }).addTo(map);
    map.setView(centre, 12);
  } else if (bounds.length) {
    map.fitBounds(bounds, { padding: [24, 24], maxZoom: 13 });
  }

  if (place.dataset.outlines) {
    fetch(place.dataset.outlines).then((answer) => (answer.ok ? answer.json() : null)).then((outlines) => {
      if (!outlines) return;
      L.geoJSON(outlines, { interactive: false, style: { color: '#6b7b86', weight: 1, fillColor: '#fdfdfb', fillOpacity: place.dataset.tiles ? 0 : 1 } }).addTo(map).bringToBack();
    }).catch(() => {});
  }
})();
