document.title = 'manyhands';
