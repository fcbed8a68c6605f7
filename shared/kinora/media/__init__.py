"""The one bridge to ffmpeg: encode, decode, probe, join and mux."""
