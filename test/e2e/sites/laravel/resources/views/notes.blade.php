<!doctype html>
<title>Notes</title>
<p id="written">{{ $written }} by you, seen at {{ url('/') }}</p>
<ul>@foreach ($notes as $note)<li>{{ $note->text }}</li>@endforeach</ul>
<form method="post" action="/notes" enctype="multipart/form-data">
  <input type="hidden" name="_token" value="{{ csrf_token() }}">
  <input name="text"><input type="file" name="picture"><button>Add</button>
</form>
